package dev.parley.access;

import dev.parley.messages.Principal;
import dev.parley.model.Code;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Tells rooms of visits, one of a user and a room at most once a minute. Remembers the latest {@value #REMEMBERED_MAX};
 * what it forgets is told again. A visit that could not be told is not remembered. From any thread; completes on the
 * caller's context.
 */
final class Visits {
    static final int REMEMBERED_MAX = 10_000;
    private static final long ONCE_IN_MS = 60_000;
    private static final Access.Visit UNTOLD =
            (who, room) -> Future.failedFuture(Code.UNAVAILABLE.refuse("this visit cannot be recorded now"));

    private final LongSupplier clock;
    private final Access.Visit visit;
    /** Shared by all that came of one; the oldest first. Guarded by itself. */
    private final Map<Key, Told> told;

    private record Key(String user, String room) {}

    private record Told(long at, Future<Void> stored) {}

    /** Visits that nobody can be told of yet: each fails. */
    Visits(LongSupplier clock) {
        this(clock, UNTOLD, new LinkedHashMap<>());
    }

    private Visits(LongSupplier clock, Access.Visit visit, Map<Key, Told> told) {
        this.clock = clock;
        this.visit = visit;
        this.told = told;
    }

    /** The same, told so. */
    Visits by(Access.Visit other) {
        return new Visits(clock, other, told);
    }

    /** Completes once a visit of this minute is stored. */
    Future<Void> tell(Principal who, String room) {
        Key key = new Key(who.user(), room);
        long now = clock.getAsLong();
        Promise<Void> stored = Promise.promise();
        synchronized (told) {
            Told before = told.get(key);
            if (before != null && now - before.at() < ONCE_IN_MS) {
                return before.stored().isComplete() ? before.stored() : onOwnContext(before.stored());
            }
            told.remove(key); // it goes to the end
            told.put(key, new Told(now, stored.future()));
            if (told.size() > REMEMBERED_MAX) {
                told.remove(told.keySet().iterator().next());
            }
        }
        return visit.tell(who, room)
                .onFailure(e -> forget(key, stored.future()))
                .onComplete(stored);
    }

    private void forget(Key key, Future<Void> failed) {
        synchronized (told) {
            Told now = told.get(key);
            if (now != null && now.stored() == failed) {
                told.remove(key);
            }
        }
    }

    /** One that another context waits for as well. */
    private static Future<Void> onOwnContext(Future<Void> other) {
        Context own = Vertx.currentContext();
        return own == null
                ? other
                : Future.future(promise -> other.onComplete(done -> own.runOnContext(v -> promise.handle(done))));
    }
}
