package dev.parley.store.sqlite;

import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.EventType;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import dev.parley.store.Effect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Edits, deletes, reactions and changes of the state, decided and written in the writer's transaction. */
final class AmendmentRows {
    private final StoredEvents events;
    private final ReactionRows reactions;
    private final StateRows states;
    private final TurnRows turns;
    private final AliasRows aliases;
    private final PreparedStatement insertEdit;
    private final PreparedStatement insertDeletion;

    AmendmentRows(Connection connection, StoredEvents events, TurnRows turns, StateRows states, AliasRows aliases)
            throws SQLException {
        this.events = events;
        this.turns = turns;
        this.states = states;
        this.aliases = aliases;
        reactions = new ReactionRows(connection);
        insertEdit = connection.prepareStatement("INSERT INTO edits (room, target, seq) VALUES (?, ?, ?)");
        insertDeletion = connection.prepareStatement("INSERT INTO deletions (room, target, at) VALUES (?, ?, ?)");
    }

    /**
     * Why it cannot be done in a room that keeps events from {@code first} on, or that nothing would change; null when
     * it can be done.
     */
    Committed obstacle(String room, long first, Effect.Amendment amendment) throws SQLException {
        if (amendment instanceof Effect.EditMessage edit) {
            JournalRow target = find(room, first, edit.target());
            boolean isMessage =
                    target != null && EventType.isMessage(target.event().type());
            boolean isOwn = isMessage
                    && target.event().type().equals(EventType.MESSAGE)
                    && isOf(edit.by(), target.event().from());
            return refusal(isMessage, isOwn, target);
        }
        if (amendment instanceof Effect.DeleteMessage delete) {
            JournalRow target = find(room, first, delete.target());
            boolean isThere = target != null && canBeDeleted(target.event().type());
            boolean mayBe = isThere
                    && (delete.anybodys() || isOf(delete.by(), target.event().from()));
            return refusal(isThere, mayBe, target);
        }
        if (amendment instanceof Effect.React react) {
            JournalRow target = find(room, first, react.target());
            boolean isMessage =
                    target != null && EventType.isMessage(target.event().type());
            Committed refusal = refusal(isMessage, true, target);
            return refusal != null ? refusal : reactions.obstacle(room, react);
        }
        return null;
    }

    private static boolean canBeDeleted(String type) {
        return EventType.isMessage(type) || type.equals(EventType.EVENT);
    }

    private JournalRow find(String room, long first, long target) throws SQLException {
        return target < first ? null : events.find(room, target);
    }

    private boolean isOf(String user, Author from) throws SQLException {
        return from.kind() == Author.Kind.USER
                && (from.id().equals(user) || (from.guest() && user.equals(aliases.userOf(from.id()))));
    }

    private static Committed refusal(boolean isThere, boolean isAllowed, JournalRow target) {
        if (!isThere) {
            return new Committed.Refused(Code.NOT_FOUND);
        }
        if (!isAllowed) {
            return new Committed.Refused(Code.FORBIDDEN);
        }
        return AmendedBody.isDeleted(target.event().body()) ? new Committed.Refused(Code.CONFLICT) : null;
    }

    /** Writes it; {@code seq} is its event's. What is in memory is changed last. */
    void write(Commit commit, Effect.Amendment amendment, long seq) throws SQLException {
        String room = commit.room();
        if (amendment instanceof Effect.EditMessage edit) {
            insert(insertEdit, room, edit.target(), seq);
            JournalRow target = events.find(room, edit.target());
            events.rewrite(target.withBody(AmendedBody.edited(target.event().body(), edit.text(), commit.ts())));
        } else if (amendment instanceof Effect.DeleteMessage delete) {
            write(commit, delete);
        } else if (amendment instanceof Effect.React react) {
            reactions.write(room, react, seq);
        } else if (amendment instanceof Effect.PatchState patch) {
            states.write(room, seq, patch.snapshot());
        }
    }

    private void write(Commit commit, Effect.DeleteMessage delete) throws SQLException {
        String room = commit.room();
        JournalRow target = events.find(room, delete.target());
        String type = target.event().type();
        String body = target.event().body();
        insert(insertDeletion, room, delete.target(), commit.ts());
        reactions.forget(room, delete.target());
        turns.forgetProgress(room, delete.target(), AmendedBody.turn(type, body));
        events.rewrite(target.withBody(AmendedBody.deleted(type, body)));
    }

    private static void insert(PreparedStatement statement, String room, long target, long value) throws SQLException {
        statement.setString(1, room);
        statement.setLong(2, target);
        statement.setLong(3, value);
        statement.executeUpdate();
    }
}
