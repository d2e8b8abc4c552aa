package dev.parley.metrics;

import dev.parley.room.lifecycle.LeaveReason;
import dev.parley.room.lifecycle.RoomObserver;
import io.micrometer.core.instrument.Counter;
import java.util.Locale;

/** Counts the rooms that come to this node and leave it. From any thread. */
public final class RoomMeters implements RoomObserver {
    private final Meters meters;
    private final Counter claimed;

    RoomMeters(Meters meters) {
        this.meters = meters;
        claimed = meters.counter("parley.rooms.claimed", "rooms that this node has claimed");
    }

    @Override
    public void claimed() {
        claimed.increment();
    }

    @Override
    public void left(LeaveReason reason) {
        meters.counter(
                        "parley.rooms.left",
                        "rooms that left this node's memory, by reason",
                        "reason",
                        reason.name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
