package dev.parley.store;

import dev.parley.model.RoomOptions;
import dev.parley.model.RoomRole;

/**
 * A room in a list.
 *
 * @param seq of its last event
 * @param lastAt the time of its last event, ms since the epoch; 0 when it keeps none
 * @param role of the user for whom the rooms are listed; null for none, or when they are listed for nobody
 */
public record RoomSummary(String room, long seq, RoomOptions options, long lastAt, RoomRole role) {
    /** An open room without options. */
    public RoomSummary(String room, long seq) {
        this(room, seq, RoomOptions.NONE, 0, null);
    }
}
