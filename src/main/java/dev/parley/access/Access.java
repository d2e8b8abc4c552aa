package dev.parley.access;

import dev.parley.messages.Principal;
import dev.parley.model.Code;
import dev.parley.model.NameRange;
import dev.parley.model.Refusal;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * The one answer for every door: whether somebody may do something.
 *
 * <p>It may come later, so doors compose on it and keep the order of what waits for it; today's rules need nothing but
 * the token, and answer at once. From any thread.
 */
public interface Access {

    /** By {@link AccessRules}: completes at once. */
    static Access byRules() {
        return (who, action, about) -> AccessRules.judge(who, action, about)
                .map(Future::<Void>failedFuture)
                .orElseGet(Future::succeededFuture);
    }

    /** Fails with {@code forbidden} when this principal may not do that, with {@code unavailable} when nobody knows. */
    Future<Void> check(Principal who, Action action, Resource about);

    /** As {@link #check(Principal, Action, Resource)}, about a room. */
    default Future<Void> check(Principal who, Action action, String room) {
        return check(who, action, Resource.room(room));
    }

    /** Whether this principal may do that. Fails when nobody knows. */
    default Future<Boolean> allows(Principal who, Action action, Resource about) {
        return check(who, action, about)
                .map(true)
                .recover(e -> Refusal.is(e, Code.FORBIDDEN) ? Future.succeededFuture(false) : Future.failedFuture(e));
    }

    /** Those of these rooms that this principal may enter, in the same order. */
    default Future<List<String>> enterable(Principal who, List<String> rooms) {
        List<Future<Boolean>> answers = rooms.stream()
                .map(room -> allows(who, Action.ENTER, Resource.room(room)))
                .toList();
        return Future.all(answers).map(all -> {
            List<String> entered = new ArrayList<>();
            for (int i = 0; i < rooms.size(); i++) {
                if (all.<Boolean>resultAt(i)) {
                    entered.add(rooms.get(i));
                }
            }
            return entered;
        });
    }

    /** Where rooms that this principal may enter may be, in order; each is still to be asked for. */
    default List<NameRange> ranges(Principal who) {
        return AccessRules.ranges(who);
    }
}
