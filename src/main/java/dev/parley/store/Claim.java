package dev.parley.store;

import dev.parley.model.RoomOptions;
import java.util.List;

/**
 * A room as its new owner finds it.
 *
 * @param epoch the epoch that every write of this owner must name
 * @param seq the {@code seq} of the last event, 0 when there is none
 * @param turns turns that were in progress, each with its raised attempt
 * @param takenOver whether another owner had the room and did not release it: its members may be gone
 * @param options the options that were set for the room
 * @param first the {@code seq} from which on events are kept; 0 for all
 * @param exists whether the room exists for others, see {@link History#room}
 */
public record Claim(
        long epoch,
        long seq,
        List<OpenTurn> turns,
        boolean takenOver,
        RoomOptions options,
        long first,
        boolean exists) {
    /** A claim of a room without options. */
    public Claim(long epoch, long seq, List<OpenTurn> turns, boolean takenOver) {
        this(epoch, seq, turns, takenOver, RoomOptions.NONE);
    }

    /** A claim of a room that keeps everything. */
    public Claim(long epoch, long seq, List<OpenTurn> turns, boolean takenOver, RoomOptions options) {
        this(epoch, seq, turns, takenOver, options, 0, seq > 0 || !options.equals(RoomOptions.NONE));
    }
}
