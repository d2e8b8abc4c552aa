package dev.parley.room;

import dev.parley.messages.RoomReply;
import dev.parley.model.Refusal;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.room.log.EventLog;
import dev.parley.room.log.Resend;
import dev.parley.room.log.StoredReplies;
import dev.parley.room.rules.Room;
import dev.parley.room.rules.Submission;
import dev.parley.room.turn.Turns;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import io.vertx.core.Future;

/**
 * The way of an edit, a delete or a reaction through its room: the rules admit it, and the store decides whether it is
 * possible.
 *
 * <p>Nothing is decided here from what the room has in memory, so amendments wait for nothing and are on their way
 * beside messages. A delete ends the turns that answer the deleted message; its reply comes once they have ended. On
 * the room's context; bounded with the messages, by {@code rooms.pending}.
 */
final class Amendments {
    private final RoomSettings settings;
    private final Room room;
    private final EventLog eventLog;
    private final Resend resend;
    private final Turns turns;

    Amendments(RoomSettings settings, Room room, EventLog eventLog, Resend resend, Turns turns) {
        this.settings = settings;
        this.room = room;
        this.eventLog = eventLog;
        this.resend = resend;
        this.turns = turns;
    }

    /** The reply comes once it is stored, or was not possible; fails with a {@link Refusal}. */
    Future<RoomReply> amend(Submission amendment) {
        Commit commit;
        try {
            commit = room.submit(amendment, settings.clock().millis(), System.nanoTime());
        } catch (Refusal refusal) {
            return resend.replyOr(refusal, amendment.by(), amendment.id(), amendment.digest());
        }
        Future<Committed> committed = eventLog.commit(commit, () -> room.notStored(commit));
        Future<Void> turnsEnded =
                amendment.isDelete() ? turns.endAfterDelete(amendment.target(), committed) : Future.succeededFuture();
        return committed.compose(
                outcome -> turnsEnded.compose(v -> StoredReplies.of(commit, outcome, amendment::refusal)));
    }
}
