package dev.parley.access;

import dev.parley.messages.Principal;
import dev.parley.model.Code;
import dev.parley.model.NameRange;
import dev.parley.model.Refusal;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;

/**
 * The one answer for every door: whether somebody may do something.
 *
 * <p>It may come later, so doors compose on it and keep the order of what waits for it. Completes on the context of
 * whoever asks. From any thread.
 */
public interface Access {

    /** By {@link AccessRules} and what is stored. */
    static Access by(Standings standings) {
        return new StoredAccess(standings);
    }

    /**
     * Fails with {@code forbidden} when the token alone keeps this principal out. For commands and for entering, which
     * the room itself judges: it holds all that its answer depends on.
     */
    default Future<Void> knock(Principal who, Action action, Resource about) {
        return check(who, action, about);
    }

    /** As {@link #knock(Principal, Action, Resource)}, about a room. */
    default Future<Void> knock(Principal who, Action action, String room) {
        return knock(who, action, Resource.room(room));
    }

    /** Fails with {@code forbidden} when this principal may not do that, with {@code unavailable} when nobody knows. */
    Future<Void> check(Principal who, Action action, Resource about);

    /** As {@link #check(Principal, Action, Resource)}, about a room. */
    default Future<Void> check(Principal who, Action action, String room) {
        return check(who, action, Resource.room(room));
    }

    /**
     * Reads something of a room for somebody. It is judged before, so that how long the read takes tells a stranger
     * nothing, and after, so that nothing gets out that was stored once the reader was out of the room.
     */
    default <T> Future<T> read(Principal who, String room, Supplier<Future<T>> read) {
        return check(who, Action.READ, room).compose(v -> read.get().transform(found -> check(who, Action.READ, room)
                .compose(still -> found.succeeded()
                        ? Future.succeededFuture(found.result())
                        : Future.failedFuture(found.cause()))));
    }

    /** Whether this principal may do that. Fails when nobody knows. */
    default Future<Boolean> allows(Principal who, Action action, Resource about) {
        return check(who, action, about)
                .map(true)
                .recover(e -> Refusal.is(e, Code.FORBIDDEN) ? Future.succeededFuture(false) : Future.failedFuture(e));
    }

    /** Whether the token alone lets this principal enter a room; what the room says is still to be asked. */
    default boolean mayKnock(Principal who, String room) {
        return AccessRules.judgeToken(who, Action.ENTER, Resource.room(room)).isEmpty();
    }

    /** Whether lists show this principal private rooms of others. */
    default boolean seesAll(Principal who) {
        return AccessRules.seesAll(who);
    }

    /** Where rooms that this principal may enter may be, in order; each is still to be asked for. */
    default List<NameRange> ranges(Principal who) {
        return AccessRules.ranges(who);
    }
}
