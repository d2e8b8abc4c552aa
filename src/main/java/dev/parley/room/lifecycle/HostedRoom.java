package dev.parley.room.lifecycle;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import java.util.Set;

/** A room in memory, as the host of its node sees it. Every method may be called from any thread. */
public interface HostedRoom {

    /** The gateways in view have changed; whoever was connected to others is gone. */
    void see(Set<String> gateways);

    /** Makes the room leave memory; see {@link RoomLifecycle#leave(LeaveReason)} for when the future completes. */
    @CanIgnoreReturnValue
    Future<Void> leave(LeaveReason reason);
}
