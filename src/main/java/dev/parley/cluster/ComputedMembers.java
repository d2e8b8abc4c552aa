package dev.parley.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.core.LifecycleEvent;
import dev.parley.config.ClusterConfig;
import dev.parley.messages.Addresses;
import io.vertx.core.Completable;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The cluster manager: Hazelcast's, without registrations for the addresses that {@link AddressRoutes} computes. Its
 * callbacks come on Hazelcast's threads, under this object's lock.
 */
final class ComputedMembers extends HazelcastClusterManager {
    private volatile Consumer<Set<String>> listener = nodes -> {};
    private volatile Membership membership;
    private final AddressRoutes routes = new AddressRoutes(this::getNodeId);
    private final ClusterConfig cluster;

    ComputedMembers(ClusterConfig cluster) {
        super(HazelcastSettings.of(cluster));
        this.cluster = cluster;
    }

    /** With what it has joined. */
    ClusterConfig cluster() {
        return cluster;
    }

    AddressRoutes routes() {
        return routes;
    }

    /** {@code all} is given the members now and after each change; {@code nodes} knows first where a node's bus is. */
    synchronized void watch(Membership nodes, Consumer<Set<String>> all) {
        membership = nodes;
        listener = all;
        report();
    }

    /** The opposite. */
    synchronized void unwatch() {
        membership = null;
        listener = nodes -> {};
    }

    /** A node that Hazelcast has cut off, or not taken in again yet, may well be reached by the bus. */
    @Override
    public void getNodeInfo(String nodeId, Completable<NodeInfo> promise) {
        Membership nodes = membership;
        LiveNode live = nodes == null ? null : nodes.view().nodes().get(nodeId);
        if (live == null) {
            super.getNodeInfo(nodeId, promise);
        } else {
            int colon = live.bus().lastIndexOf(':');
            String host = live.bus().substring(0, colon);
            promise.succeed(new NodeInfo(host, Integer.parseInt(live.bus().substring(colon + 1)), null));
        }
    }

    @Override
    public synchronized void memberAdded(MembershipEvent event) {
        super.memberAdded(event);
        report();
    }

    @Override
    public synchronized void memberRemoved(MembershipEvent event) {
        // First what decides where messages go: the stock clean-up below may wait for other members.
        report();
        super.memberRemoved(event);
    }

    @Override
    public synchronized void stateChanged(LifecycleEvent event) {
        super.stateChanged(event);
        if (event.getState() == LifecycleEvent.LifecycleState.MERGED) {
            report();
        }
    }

    private void report() {
        if (!isActive()) {
            return;
        }
        listener.accept(Set.copyOf(getNodes()));
    }

    @Override
    public void addRegistration(String address, RegistrationInfo registration, Completable<Void> promise) {
        if (Addresses.isOurs(address)) {
            promise.succeed();
        } else {
            super.addRegistration(address, registration, promise);
        }
    }

    @Override
    public void removeRegistration(String address, RegistrationInfo registration, Completable<Void> promise) {
        if (Addresses.isOurs(address)) {
            promise.succeed();
        } else {
            super.removeRegistration(address, registration, promise);
        }
    }

    /** Vert.x does not ask for what is computed; an answer without registrations means this node alone. */
    @Override
    public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
        if (Addresses.isOurs(address)) {
            promise.succeed(List.of());
        } else {
            super.getRegistrations(address, promise);
        }
    }
}
