package dev.parley.store;

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
     * Writes rows of a capability's table; a row with the same key is replaced. Each row has the values of the table's
     * columns behind {@code room} and {@code seq}, which the store fills in.
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
