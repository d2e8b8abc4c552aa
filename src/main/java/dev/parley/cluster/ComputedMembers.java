package dev.parley.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.core.LifecycleEvent;
import dev.parley.messages.Addresses;
import io.vertx.core.Completable;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Hazelcast's members, without registrations for what {@link AddressRoutes} computes. Its callbacks come on Hazelcast's
 * threads, under this object's lock.
 */
final class ComputedMembers extends HazelcastClusterManager {
    private volatile Consumer<Set<String>> heard = nodes -> {};
    private volatile Membership membership;

    ComputedMembers(Config config) {
        super(config);
    }

    /** {@code all} hears which members there are; where the bus of a node is, is asked of {@code nodes} first. */
    synchronized void watch(Membership nodes, Consumer<Set<String>> all) {
        membership = nodes;
        heard = all;
        tell();
    }

    /** A node that Hazelcast has cut off, or not taken in again yet, may well be reached by the bus. */
    @Override
    public void getNodeInfo(String nodeId, Completable<NodeInfo> promise) {
        LiveNode live = membership == null ? null : membership.view().nodes().get(nodeId);
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
        tell();
    }

    @Override
    public synchronized void memberRemoved(MembershipEvent event) {
        // First what decides where messages go: the stock clean-up below may wait for other members.
        tell();
        super.memberRemoved(event);
    }

    @Override
    public synchronized void stateChanged(LifecycleEvent event) {
        super.stateChanged(event);
        if (event.getState() == LifecycleEvent.LifecycleState.MERGED) {
            tell();
        }
    }

    private void tell() {
        if (!isActive()) {
            return;
        }
        heard.accept(Set.copyOf(getNodes()));
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

    /** Not asked for what is computed; whoever asks all the same hears of this node alone. */
    @Override
    public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
        if (Addresses.isOurs(address)) {
            promise.succeed(List.of());
        } else {
            super.getRegistrations(address, promise);
        }
    }
}
