package dev.parley.cluster;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * The leases in the store, which decide by the store's clock alone which nodes may have rooms. A node without a lease
 * may lose its rooms to any node that claims them; a node that holds a lease loses none, whatever others think of it.
 *
 * <p>May be called from any context; completes on the caller's. Fails as {@code store.Store} does.
 */
public interface Leases {

    /**
     * Takes this node's lease, or renews it from now on, and returns which nodes hold one now, this node among them. The
     * level that all of them have is stored as reached.
     */
    Future<Lease> renew(LiveNode me, Duration length);

    /**
     * The name of another cluster whose nodes hold leases here. Two clusters cannot share a store: each would take the
     * other's rooms.
     */
    Future<Optional<String>> otherCluster(String name);

    /**
     * A node has left the cluster as others see it: its lease ends {@code grace} after it was last renewed, unless it
     * renews it again. So a node that died loses its rooms soon, and one that is only unreachable keeps them.
     */
    Future<Void> suspect(String node, Duration grace);

    /** Ends a node's lease: its rooms are free. */
    Future<Void> quit(String node);
}
