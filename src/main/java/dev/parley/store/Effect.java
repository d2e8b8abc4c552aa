package dev.parley.store;

import dev.parley.model.EventType;
import dev.parley.model.RoomOptions;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import java.util.List;

/** What a {@link Commit} changes beside the log. Sealed: both stores know every one, and decide alike. */
public sealed interface Effect {

    /** A turn begins; the commit's first event is its prompt. */
    record StartTurn(Turn turn) implements Effect {}

    /** A turn ends with the commit's first event. {@code not_found} unless it is in progress in this very attempt. */
    record EndTurn(TurnEnd end) implements Effect {}

    /**
     * How far a turn is; it is in attempt {@code next} from now on. {@code not_found} unless it is in progress in the
     * attempt of {@code turn}.
     */
    record StoreProgress(Turn turn, int next, TurnProgress progress) implements Effect {}

    /** These are the room's options from now on. */
    record SetOptions(RoomOptions options) implements Effect {}

    /**
     * What is decided by what is stored of another event, or by the state: in its commit there is one event, which
     * tells of it, and nothing else but rows of tables.
     */
    sealed interface Amendment extends Effect {
        /** The type of that event. */
        String eventType();
    }

    /**
     * A message has this text from now on; its sender's message alone, and the commit's first event tells of it.
     * {@code not_found} unless there is such a message of a person, {@code forbidden} unless it is {@code by}'s, {@code
     * conflict} when it is deleted. What was said before is not stored any more.
     */
    record EditMessage(long target, String by, String text) implements Amendment {
        @Override
        public String eventType() {
            return EventType.EDITED;
        }
    }

    /**
     * Nothing is left of a message or a custom event but its id, number, sender and time; of the turns that it started
     * or ended no arguments and results of tools. {@code not_found} unless there is such an event, {@code forbidden}
     * unless it is {@code by}'s own or {@code anybodys}, {@code conflict} when it is deleted already.
     *
     * @param anybodys whether somebody else's may be deleted too
     */
    record DeleteMessage(long target, String by, boolean anybodys) implements Amendment {
        @Override
        public String eventType() {
            return EventType.DELETED;
        }
    }

    /**
     * A user's reaction to a message comes or goes. {@code not_found} unless there is such a message, {@code conflict}
     * when it is deleted, {@code too_large} when it has {@link dev.parley.model.Reaction#EMOJIS_MAX} other emojis;
     * {@link Committed.Unchanged} when it is so already.
     */
    record React(long target, String by, String emoji, boolean on) implements Amendment {
        @Override
        public String eventType() {
            return EventType.REACTION;
        }
    }

    /**
     * The commit's first event, of type {@link dev.parley.model.EventType#STATE}, changes the room's shared state.
     *
     * @param snapshot the whole state with this change, a JSON object's text; null: as before, with the changes since
     */
    record PatchState(String snapshot) implements Amendment {
        @Override
        public String eventType() {
            return EventType.STATE;
        }
    }

    /**
     * The room goes with all that it holds: its events, those of this commit too, its turns but for what they used, its
     * state, reactions and options. {@code first_seq} is above the commit's event from then on, so that no read finds
     * any of it; what is left in rows is erased in steps ({@link RoomLog#erase}). Rows of {@link RosterTables} and of
     * capabilities go by {@link DeleteRows}. Alone among the core's effects, with one event of type {@link
     * EventType#ROOM}.
     */
    record DeleteRoom() implements Effect {}

    /**
     * Events below {@code first} are not there for any read from now on, and are erased in steps ({@link
     * RoomLog#erase}); a {@code first} that the room has passed changes nothing.
     *
     * @param first at most the room's last {@code seq} + 1
     * @param snapshot the whole shared state as it is, when changes of it lie below {@code first}; else null
     */
    record Retain(long first, String snapshot) implements Effect {}

    /**
     * Writes rows of a capability's table, or of {@link RosterTables}; a row with the same key is replaced. Each row
     * has the values of the table's columns behind {@code room} and {@code seq}, which the store fills in.
     */
    record PutRows(Table table, List<List<Object>> rows) implements Effect {
        public PutRows {
            rows = rows.stream().map(table::row).toList();
        }
    }

    /**
     * Removes this room's rows of a capability's table whose columns {@code by} have these values; all of the room's
     * when {@code by} is empty. {@code seq} may be one of them.
     */
    record DeleteRows(Table table, List<String> by, List<Object> values) implements Effect {
        public DeleteRows {
            by = List.copyOf(by);
            values = table.values(by, values);
        }
    }
}
