package dev.parley.room;

import dev.parley.access.Action;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.model.Author;
import dev.parley.model.Event;
import dev.parley.model.Refusal;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.room.log.EventLog;
import dev.parley.room.log.Resend;
import dev.parley.room.log.StoredReplies;
import dev.parley.room.rules.Room;
import dev.parley.room.rules.Ruling;
import dev.parley.room.rules.Submission;
import dev.parley.room.turn.Turns;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import dev.parley.store.Effect;
import io.vertx.core.Future;
import java.util.List;

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

    /**
     * Deletes a message or a custom event, as {@link #amend}. If a moderator deletes what somebody else said, the audit
     * trail tells it: whose it is has to be read first. {@code rows} go along.
     */
    Future<RoomReply> delete(RoomCommand.Delete command, List<Effect> rows) {
        Principal who = command.principal();
        if (!room.allows(who, Action.MODERATE)) {
            return amend(Submission.of(command, room.mayDeleteAll(who)).with(rows));
        }
        return settings.store()
                .history()
                .eventsAfter(room.name(), command.target() - 1, 1)
                .compose(found -> amend(Submission.of(command, room.mayDeleteAll(who))
                        .with(rows)
                        .with(found.stream()
                                .filter(event -> event.seq() == command.target() && !isOwn(event, who))
                                .map(event -> Ruling.deleted(event.from().id(), event.seq())
                                        .audit(
                                                settings.ids().get(),
                                                settings.clock().millis(),
                                                who.user()))
                                .toList())));
    }

    private static boolean isOwn(Event event, Principal who) {
        return event.from().kind() == Author.Kind.USER && event.from().id().equals(who.user());
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
