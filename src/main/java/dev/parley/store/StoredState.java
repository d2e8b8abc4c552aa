package dev.parley.store;

import dev.parley.model.Event;
import java.util.List;

/**
 * A room's shared state as it is stored.
 *
 * @param seq of the snapshot's last change; 0 when there is no snapshot
 * @param snapshot a JSON object's text
 * @param changes the events that changed it since, oldest first
 */
public record StoredState(long seq, String snapshot, List<Event> changes) {
    /** Nothing was ever put into it. */
    public static final StoredState NONE = new StoredState(0, "{}", List.of());

    public StoredState {
        changes = List.copyOf(changes);
    }
}
