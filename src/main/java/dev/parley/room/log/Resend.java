package dev.parley.room.log;

import dev.parley.messages.RoomReply;
import dev.parley.messages.Speaker;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.store.History;
import io.vertx.core.Future;

/**
 * Finds the first reply to a command that a limit refuses but that the store already holds: a resend is never refused.
 *
 * @param room its name
 */
public record Resend(History history, String room) {

    /**
     * Fails with {@code refusal} unless that is a limit on the sender's rate, and the store holds this very command.
     */
    public Future<RoomReply> replyOr(Refusal refusal, Speaker by, String id, String digest) {
        return id != null && refusal.code() == Code.RATE_LIMITED
                ? find(refusal, by, id, digest)
                : Future.failedFuture(refusal);
    }

    /** Fails with {@code refusal} unless the store holds this very command. */
    public Future<RoomReply> find(Refusal refusal, Speaker by, String id, String digest) {
        return history.sent(room, by.author().id(), id).compose(found -> found.filter(sent -> sent.isSame(digest))
                .<Future<RoomReply>>map(
                        sent -> Future.succeededFuture(new RoomReply.Stored(id, sent.seq(), sent.ts(), true)))
                .orElseGet(() -> Future.failedFuture(refusal)));
    }
}
