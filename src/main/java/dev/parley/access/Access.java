package dev.parley.access;

import dev.parley.messages.Principal;
import dev.parley.model.Code;
import dev.parley.model.NameRange;
import dev.parley.model.Refusal;
import dev.parley.model.Standing;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The one answer for every door: whether somebody may do something.
 *
 * <p>It may come later, so doors compose on it and keep the order of what waits for it. Completes on the context of
 * whoever asks. From any thread.
 */
public interface Access {

    /**
     * By {@link AccessRules} and what is stored. It shows nobody a private room in which a {@link Visit} is to be told,
     * unless it is given a way to tell it.
     */
    static Access by(Standings standings) {
        return new StoredAccess(standings, new Visits(() -> 0));
    }

    /** By {@link AccessRules} and what is stored; {@code clock} tells milliseconds and never goes back. */
    static Access by(Standings standings, LongSupplier clock) {
        return new StoredAccess(standings, new Visits(clock));
    }

    /** Tells a room that a service or an admin who is no member looks into it. Completes once that is stored. */
    @FunctionalInterface
    interface Visit {
        Future<Void> tell(Principal who, String room);
    }

    /** The same, which tells visits so. All that come of one tell a visit once a minute. */
    default Access telling(Visit visit) {
        return this;
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

    /**
     * Fails with {@code forbidden} when this principal may not do that, with {@code unavailable} when nobody knows. A
     * {@link Action#READ} that is a visit to a private room waits until the visit is told.
     */
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

    /** Does something in a room for somebody who may do that there; what is read is judged as {@link #read} says. */
    default <T> Future<T> during(Principal who, Action action, String room, Supplier<Future<T>> what) {
        return action == Action.READ
                ? read(who, room, what)
                : check(who, action, room).compose(v -> what.get());
    }

    /** Whether this principal may do that. Fails when nobody knows. */
    default Future<Boolean> allows(Principal who, Action action, Resource about) {
        return check(who, action, about)
                .map(true)
                .recover(e -> Refusal.is(e, Code.FORBIDDEN) ? Future.succeededFuture(false) : Future.failedFuture(e));
    }

    /** Which of these rooms, which stand so to this principal but for sanctions, it may enter. */
    default Future<Set<String>> enterable(Principal who, Map<String, Standing> rooms) {
        return Future.succeededFuture(rooms.entrySet().stream()
                .filter(room -> AccessRules.judge(who, Action.ENTER, Resource.room(room.getKey()), room.getValue())
                        .isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet()));
    }

    /** Whether lists show this principal private rooms of others. */
    default boolean seesAll(Principal who) {
        return TokenRules.seesAll(who);
    }

    /** Where rooms that this principal may enter may be, in order; each is still to be asked for. */
    default List<NameRange> ranges(Principal who) {
        return TokenRules.ranges(who);
    }
}
