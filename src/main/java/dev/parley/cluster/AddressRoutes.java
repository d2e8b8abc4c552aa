package dev.parley.cluster;

import dev.parley.bus.Routes;
import dev.parley.messages.Addresses;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Computes the node of each address on the bus: an address is a room's, or names its node, or is every node's. So the
 * number of registrations in the cluster grows neither with rooms nor with clients, and none can be lost. For any
 * thread.
 *
 * <p>A plain request to {@code room.<room>} from any member wakes the room first.
 */
final class AddressRoutes implements Routes {
    private final Supplier<String> node;
    private volatile Membership membership;
    private volatile Function<String, Future<String>> awake = AddressRoutes::noNode;

    /** @param node this node's name, which it gets when it joins */
    AddressRoutes(Supplier<String> node) {
        this.node = node;
    }

    /** From now on addresses lead to other nodes too. */
    void open(Membership nodes, Function<String, Future<String>> waking) {
        membership = nodes;
        awake = waking;
    }

    /** No node runs here any more: addresses lead nowhere else, and messages to rooms fail. */
    void close() {
        membership = null;
        awake = AddressRoutes::noNode;
    }

    private static Future<String> noNode(String room) {
        return Future.failedFuture("no node runs here");
    }

    private Set<String> members() {
        Membership nodes = membership;
        return nodes == null ? Set.of() : nodes.view().nodes().keySet();
    }

    @Override
    public boolean find(String address, Completable<String> found) {
        String room = Addresses.roomOf(address);
        if (room != null) {
            // Without a node for the room the send goes to this one, where it fails.
            awake.apply(room).otherwise(e -> node.get()).onComplete(found);
            return true;
        }
        String named = Addresses.nodeOf(address);
        if (named == null) {
            return false;
        }
        found.succeed(members().contains(named) ? named : node.get());
        return true;
    }
}
