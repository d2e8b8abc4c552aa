package dev.parley.cluster;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.config.ClusterConfig;
import dev.parley.config.InvalidConfig;
import dev.parley.messages.HostCommand;
import dev.parley.time.Monotonic;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this node's lease in the store, and tells {@link Membership} which nodes hold one and whether this node hosts
 * rooms.
 *
 * <pre>
 * JOINED ── enterRing ──► WAITING ── quorum ──► HOSTING ── no quorum, or frozen ──► PAUSED
 *                                                  ▲ └───────────── quorum ───────────┘
 * any ── leaveRing ──► LEAVING ── quit ──► CLOSED
 * </pre>
 *
 * <p>A {@link RenewalLoop} renews the lease every {@code cluster.renewEvery} and reads which nodes hold one; a {@link
 * PeerProbe} finds out which of them reply; {@link Quorum} and {@link Readiness} decide what follows. Methods may be
 * called from any thread; the work is done on one context of its own.
 */
public final class LeaseKeeper {
    private enum State {
        JOINED,
        WAITING,
        HOSTING,
        PAUSED,
        LEAVING,
        CLOSED;

        boolean wantsRooms() {
            return this == WAITING || this == HOSTING || this == PAUSED;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    /** While a node is suspected of being dead, the store is asked so often whether its lease has ended. */
    private static final long SUSPICIOUS_EVERY_MS = 150;
    /** How often it looks at its own clock. */
    private static final long TICK_MS = 100;

    private final Vertx vertx;
    private final Membership membership;
    private final Leases leases;
    private final ClusterConfig config;
    private final int gateways;
    private final Supplier<String> bus;
    private final Runnable announce;
    private final Context context;
    private final Set<String> suspects = new HashSet<>();
    private final Reachability reachability;
    private final PeerProbe probe;
    private final RenewalLoop renewals;
    private final Quorum quorum;
    private final Readiness readiness;
    private final ClockSkew clockSkew = new ClockSkew();
    private final InstantSource clock;
    private State state = State.JOINED;
    /** Hazelcast's members. */
    private Set<String> members = Set.of();
    /** The nodes that this node reaches, as its lease says. */
    private Set<String> advertised = Set.of();

    private long ticked;
    /** Why the last renewal failed; empty when it did not. */
    private String problem = "";

    private long ticks = -1;

    /**
     * @param gateways of this node
     * @param bus where its event bus is
     * @param announce tells the other nodes that something has changed here, so that they look at once
     * @param ping asks a node for a sign of life; a failure that comes from there is one
     * @param clock this machine's, which is compared with the store's
     */
    public LeaseKeeper(
            Vertx vertx,
            Membership membership,
            Leases leases,
            ClusterConfig config,
            int gateways,
            Supplier<String> bus,
            Runnable announce,
            Function<String, Future<HostCommand.Reply>> ping,
            InstantSource clock) {
        this.vertx = vertx;
        this.membership = membership;
        this.leases = leases;
        this.config = config;
        this.gateways = gateways;
        this.bus = bus;
        this.announce = announce;
        this.clock = clock;
        this.context = vertx.getOrCreateContext();
        this.reachability = new Reachability(config.stopAfter().toMillis());
        this.probe = new PeerProbe(
                membership.node(),
                context,
                ping,
                reachability,
                config.renewEvery().toMillis());
        this.renewals = new RenewalLoop(vertx, this::renew, this::renewalDelayMs);
        this.quorum = new Quorum(
                config.lonelyAfter().toMillis(),
                config.stopAfter().toMillis(),
                config.settle().toMillis(),
                Monotonic.millis());
        this.readiness = new Readiness(config.settle().toMillis());
        this.ticked = Monotonic.millis();
    }

    /** A view that a keeper will fill. */
    public static Membership membership(String node) {
        return new Membership(node);
    }

    /**
     * Takes the lease; rooms are not placed here yet. Fails with an {@link InvalidConfig} when nodes of another
     * {@code cluster.name} hold leases in this store: neither side could reach the other's rooms.
     */
    public Future<Void> start() {
        return onContext(() -> leases.otherCluster(config.name())
                .compose(other -> other.<Future<Void>>map(this::otherCluster).orElseGet(() -> {
                    ticks = vertx.setPeriodic(TICK_MS, t -> tick());
                    return renewals.run();
                }))
                .compose(v -> startedTogether().map(this::otherCluster).orElseGet(Future::succeededFuture)));
    }

    /** Of two that did not see each other before they had their leases, the second by name goes. */
    private Optional<String> startedTogether() {
        return membership.view().nodes().values().stream()
                .filter(node -> node.node().compareTo(membership.node()) < 0)
                .map(LiveNode::cluster)
                .filter(name -> name != null && !name.equals(config.name()))
                .findFirst();
    }

    private Future<Void> otherCluster(String name) {
        return Future.failedFuture(new InvalidConfig(
                "cluster.name",
                "must be that of the nodes that use this store, \"" + name + "\", was \"" + config.name()
                        + "\"; another cluster needs a database of its own"));
    }

    /** From now on rooms are placed here, as soon as the others reach this node. */
    public Future<Void> enterRing() {
        return onContext(() -> {
            to(State.WAITING);
            quorum.begin(Monotonic.millis());
            tick();
            return renewWithNews();
        });
    }

    /** From now on no rooms are placed here; those that are go elsewhere. */
    public Future<Void> leaveRing() {
        return onContext(() -> {
            to(State.LEAVING);
            return renewWithNews();
        });
    }

    /** Gives the lease back: what was not handed over is free. */
    public Future<Void> quit() {
        return onContext(() -> {
            to(State.CLOSED);
            vertx.cancelTimer(ticks);
            return renewals.close().compose(v -> leases.quit(membership.node()));
        });
    }

    /**
     * Hazelcast has these nodes for members. One that is no member any more may be dead: then its rooms are free soon.
     */
    public void onMembers(Set<String> now) {
        onContext(() -> {
            Set<String> gone = new HashSet<>(members);
            gone.removeAll(now);
            members = Set.copyOf(now);
            suspects.removeAll(now);
            suspects.addAll(gone);
            return Future.join(gone.stream()
                            .map(node -> leases.suspect(node, config.suspectAfter()))
                            .toList())
                    .eventually(renewals::run)
                    .mapEmpty();
        });
    }

    private void to(State next) {
        if (state == State.CLOSED) {
            return;
        }
        if (next == State.PAUSED) {
            LOG.warn("not hosting rooms: no quorum, or this node was frozen");
        } else if (state == State.PAUSED && next == State.HOSTING) {
            LOG.info("hosting rooms again");
        }
        state = next;
    }

    private void tick() {
        long now = Monotonic.millis();
        ClusterView view = membership.view();
        boolean othersHost = view.othersTakeRooms(membership.node());
        if (now - ticked >= config.stopAfter().toMillis()) {
            reachability.stoodStill(now - ticked);
            readiness.stoodStill();
        }
        ticked = now;
        probe.tick(now, view.nodes().keySet()); // also while the store does not answer
        Set<String> reached = reachability.reachable(now);
        if (state.wantsRooms()) {
            quorum.tick(now, isInside(view, reached), othersHost, view.rank(membership.node()));
            State next = quorum.mayHostRooms() ? State.HOSTING : state == State.HOSTING ? State.PAUSED : state;
            if (next != state) {
                to(next);
                renewWithNews();
            } else if (!reached.equals(advertised) && !renewals.isRenewing()) {
                renewWithNews(); // the others count with it
            }
        }
        updateReadiness(now, othersHost);
        if (!membership.holdsLease() && membership.view().leased()) {
            LOG.warn(
                    "lease lost, this node stops hosting rooms: not renewed for {} ms: {}",
                    config.stopAfter().toMillis(),
                    problem.isEmpty() ? "this node was frozen, or the store is slow" : problem);
            membership.lapsed();
        }
    }

    /** By the leases of the others, and what this node reaches now. */
    private boolean isInside(ClusterView view, Set<String> reached) {
        List<LiveNode> all = new ArrayList<>(view.nodes().values());
        all.removeIf(node -> node.node().equals(membership.node()));
        all.add(new LiveNode(membership.node(), config.name(), state.wantsRooms(), gateways, "", reached));
        return LargestClique.of(all).contains(membership.node());
    }

    private void updateReadiness(long now, boolean othersHost) {
        Set<String> others = new HashSet<>(membership.view().nodes().keySet());
        others.remove(membership.node());
        readiness.tick(
                now,
                quorum.isApart(),
                othersHost,
                membership.holdsLease(),
                !others.isEmpty() && reachability.othersMayHoldLeases(others, now));
        String outage = readiness.problem();
        if (outage.isEmpty() != membership.outage().isEmpty()) {
            LOG.warn(outage.isEmpty() ? "serving clients again" : "not serving clients: {}", outage);
        }
        membership.reportOutage(outage);
    }

    /** Another node says that something has changed: reads the leases now. */
    public void refresh() {
        onContext(renewals::run);
    }

    @CanIgnoreReturnValue
    private Future<Void> renewWithNews() {
        return renewals.runWithNews().onSuccess(v -> announce.run());
    }

    private Future<Void> renew() {
        long asked = Monotonic.millis();
        advertised = Set.copyOf(reachability.reachable(asked));
        LiveNode me =
                new LiveNode(membership.node(), config.name(), state == State.HOSTING, gateways, bus.get(), advertised);
        return leases.renew(me, config.lease())
                .onSuccess(lease -> onRenewed(lease, asked))
                .onFailure(e -> onNotRenewed(e.getMessage()))
                .mapEmpty();
    }

    private long renewalDelayMs() {
        return suspects.isEmpty() ? config.renewEvery().toMillis() : SUSPICIOUS_EVERY_MS;
    }

    /** Logged once it costs the lease: most failures are made good by the next renewal. */
    private void onNotRenewed(String why) {
        problem = String.valueOf(why);
        LOG.debug("the lease could not be renewed: {}", why);
    }

    private void onRenewed(Lease lease, long asked) {
        problem = "";
        clockSkew
                .compare(lease.storeTime(), clock.instant(), Monotonic.millis() - asked)
                .ifPresent(LOG::warn);
        ClusterView before = membership.view();
        ClusterView now = ClusterView.of(lease.live(), true);
        if (!before.leased() && !before.nodes().isEmpty()) {
            LOG.info("lease renewed again");
        }
        Set<String> joined = before.goneSince(now);
        joined.forEach(node -> LOG.info(
                "node {} joined, its event bus is at {}",
                node,
                now.nodes().get(node).bus()));
        if (lease.level() > membership.level()) {
            LOG.info("the cluster is at level {}", lease.level());
        }
        membership.renewed(now, asked + config.stopAfter().toMillis(), lease.level());
        now.goneSince(before).forEach(node -> LOG.info("node {} left", node));
        probe.ask(joined);
        suspects.retainAll(now.nodes().keySet());
        reachability.retain(now.nodes().keySet());
    }

    @CanIgnoreReturnValue
    private Future<Void> onContext(Supplier<Future<Void>> work) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(v -> work.get().onComplete(done));
        return done.future();
    }
}
