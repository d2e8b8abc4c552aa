package dev.parley.store;

import dev.parley.model.RoomOptions;
import java.util.List;

/**
 * A room as its new owner finds it.
 *
 * @param epoch what every append must carry
 * @param seq the last event's, 0 when there is none
 * @param turns answers that were in progress, each with its raised attempt
 * @param takenOver whether somebody else had it and did not give it back: who was there then may be gone
 * @param options what is set for it
 */
public record Claim(long epoch, long seq, List<OpenTurn> turns, boolean takenOver, RoomOptions options) {
    /** Of a room for which nothing is set. */
    public Claim(long epoch, long seq, List<OpenTurn> turns, boolean takenOver) {
        this(epoch, seq, turns, takenOver, RoomOptions.NONE);
    }
}
