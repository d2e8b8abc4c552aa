package dev.parley.cluster;

import dev.parley.bus.Bus;
import dev.parley.messages.Addresses;
import dev.parley.messages.HostCommand;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/** Finds the node of a room and has the room loaded there. May be used from any context. */
public final class RoomDirectory {
    private static final long RETRY_MS = 200;

    private final Bus bus;
    private final Membership membership;
    private final Duration patience;

    /** @param patience how long a node may take to answer */
    public RoomDirectory(Bus bus, Membership membership, Duration patience) {
        this.bus = bus;
        this.membership = membership;
        this.patience = patience;
    }

    /**
     * The node that has the room in memory now. Fails with the {@link Refusal} of that node, or with {@code
     * unavailable} when it did not answer: the room may be moving.
     */
    public Future<String> awake(String room) {
        Optional<String> owner = membership.view().ring().owner(room);
        if (owner.isEmpty()) {
            return Future.failedFuture(Code.UNAVAILABLE.refuse("no node is hosting rooms now", RETRY_MS));
        }
        return bus.request(Addresses.host(owner.get()), new HostCommand.Activate(room), patience)
                .transform(active -> active.succeeded()
                        ? Future.succeededFuture(owner.get())
                        : Future.failedFuture(refusal(active.cause())));
    }

    private static Refusal refusal(Throwable failure) {
        return Refusal.of(failure, e -> Code.UNAVAILABLE.refuse("the room's node does not respond", RETRY_MS));
    }
}
