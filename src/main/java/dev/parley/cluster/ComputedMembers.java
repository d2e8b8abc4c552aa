package dev.parley.cluster;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.config.Config;
import com.hazelcast.core.LifecycleEvent;
import dev.parley.protocol.Addresses;
import io.vertx.core.Completable;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Hazelcast's members, without registrations for what {@link AddressRoutes} computes. Its callbacks come on Hazelcast's
 * threads, under this object's lock.
 */
final class ComputedMembers extends HazelcastClusterManager {
    private volatile Consumer<Set<String>> joined = nodes -> {};
    private volatile Consumer<String> left = node -> {};
    private Set<String> known = Set.of();

    ComputedMembers(Config config) {
        super(config);
    }

    /** {@code all} hears which members there are, {@code gone} of each that left. */
    synchronized void watch(Consumer<Set<String>> all, Consumer<String> gone) {
        joined = all;
        left = gone;
        tell();
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
        Set<String> now = Set.copyOf(getNodes());
        Set<String> gone = new HashSet<>(known);
        gone.removeAll(now);
        known = now;
        joined.accept(now);
        gone.forEach(left);
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
