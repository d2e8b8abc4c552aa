package dev.parley.room.log;

import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import io.vertx.core.Future;
import java.util.function.Function;

/** What the sender of a command is told when the store has replied to its commit. */
public final class StoredReplies {
    private StoredReplies() {}

    /**
     * The reply for an outcome that is not {@link Committed.Fenced}.
     *
     * @param refusal makes the refusal of a command that the store found impossible
     */
    public static Future<RoomReply> of(Commit commit, Committed committed, Function<Code, Refusal> refusal) {
        String id = commit.event().id();
        if (committed instanceof Committed.Stored stored) {
            return Future.succeededFuture(new RoomReply.Stored(id, stored.first(), commit.ts(), false));
        }
        if (committed instanceof Committed.Unchanged) {
            return Future.succeededFuture(new RoomReply.Stored(id, 0, commit.ts(), false));
        }
        if (committed instanceof Committed.Duplicate first) {
            return again(id, first.seq(), first.ts(), first.same());
        }
        Code code = committed instanceof Committed.Refused refused ? refused.code() : Code.INTERNAL;
        return Future.failedFuture(refusal.apply(code));
    }

    /** The reply when something was stored under this id before; {@code isSame} tells whether with the same content. */
    public static Future<RoomReply> again(String id, long seq, long ts, boolean isSame) {
        return isSame
                ? Future.succeededFuture(new RoomReply.Stored(id, seq, ts, true))
                : Future.failedFuture(Code.CONFLICT.refuse("this id was used for something else"));
    }
}
