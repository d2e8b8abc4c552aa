package dev.parley.cluster;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.bus.Bus;
import dev.parley.config.ClusterConfig;
import dev.parley.config.InvalidConfig;
import dev.parley.messages.HostCommand;
import dev.parley.time.Monotonic;
import io.vertx.core.AsyncResult;
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
 * Keeps this node's lease and tells {@link Membership} what the store says of the others.
 *
 * <pre>
 * start ──► JOINED ── enterRing ──► READY ── leaveRing ──► LEAVING ── quit ──► (gone)
 *           every cluster.renewEvery: renew, and read who else is there
 * </pre>
 *
 * <p>Methods may be called from any thread; the work is done on one context of its own. One renewal is under way at a
 * time.
 */
public final class LeaseKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    /** While somebody is suspected of being dead, the end of its lease is looked for so often. */
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
    private final Function<String, Future<HostCommand.Reply>> ping;
    private final Reachability reachability;
    private final Quorum quorum;
    private final Readiness readiness;
    private final ClockSkew clockSkew = new ClockSkew();
    private final InstantSource clock;
    /** Hazelcast's members. */
    private Set<String> members = Set.of();

    /** Those that this node hears, as its lease says. */
    private Set<String> told = Set.of();

    private long ticked;
    private long pinged;
    /** Whether it wants to take rooms; {@link #quorum} may think otherwise. */
    private boolean ready;

    private boolean mayTakeRooms;
    /** It took rooms once. */
    private boolean entered;

    private boolean closed;
    /** Why the last renewal failed; null when it did not. */
    private String problem;

    private Future<Void> underWay = Future.succeededFuture();
    private boolean again;
    private long timer = -1;
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
        this.ping = ping;
        this.reachability = new Reachability(config.stopAfter().toMillis());
        this.quorum = new Quorum(
                config.lonelyAfter().toMillis(),
                config.stopAfter().toMillis(),
                config.settle().toMillis(),
                Monotonic.millis());
        this.readiness = new Readiness(config.settle().toMillis());
        this.ticked = Monotonic.millis();
        this.context = vertx.getOrCreateContext();
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
        return here(() -> leases.otherCluster(config.name())
                .compose(other -> other.<Future<Void>>map(this::stranger).orElseGet(() -> {
                    ticks = vertx.setPeriodic(TICK_MS, t -> tick());
                    return renew();
                }))
                .compose(v -> startedTogether().map(this::stranger).orElseGet(Future::succeededFuture)));
    }

    /** Of two that did not see each other before they had their leases, the second by name goes. */
    private Optional<String> startedTogether() {
        return membership.view().nodes().values().stream()
                .filter(node -> node.node().compareTo(membership.node()) < 0)
                .map(LiveNode::cluster)
                .filter(name -> name != null && !name.equals(config.name()))
                .findFirst();
    }

    private Future<Void> stranger(String name) {
        return Future.failedFuture(new InvalidConfig(
                "cluster.name",
                "must be that of the nodes that use this store, \"" + name + "\", was \"" + config.name()
                        + "\"; another cluster needs a database of its own"));
    }

    /** From now on rooms are placed here, as soon as the others hear this node. */
    public Future<Void> enterRing() {
        return here(() -> {
            ready = true;
            quorum.begin(Monotonic.millis());
            tick();
            return renewWithNews();
        });
    }

    /** From now on no rooms are placed here; those that are go elsewhere. */
    public Future<Void> leaveRing() {
        return here(() -> {
            ready = false;
            return renewWithNews();
        });
    }

    /** Gives the lease back: what was not handed over is free. */
    public Future<Void> quit() {
        return here(() -> {
            closed = true;
            vertx.cancelTimer(timer);
            vertx.cancelTimer(ticks);
            return underWay.otherwiseEmpty().compose(v -> leases.quit(membership.node()));
        });
    }

    /** These nodes are members of the cluster. One that is not any more may be dead: then its rooms are free soon. */
    public void hears(Set<String> now) {
        here(() -> {
            Set<String> gone = new HashSet<>(members);
            gone.removeAll(now);
            members = Set.copyOf(now);
            suspects.removeAll(now);
            suspects.addAll(gone);
            return Future.join(gone.stream()
                            .map(node -> leases.suspect(node, config.suspectAfter()))
                            .toList())
                    .eventually(this::renew)
                    .mapEmpty();
        });
    }

    private void tick() {
        long now = Monotonic.millis();
        ClusterView clusterView = membership.view();
        boolean othersTake = clusterView.othersTakeRooms(membership.node());
        if (now - ticked >= config.stopAfter().toMillis()) {
            reachability.stoodStill(now - ticked);
            readiness.stoodStill();
        }
        ticked = now;
        if (now - pinged >= config.renewEvery().toMillis()) { // also while the store does not answer
            pinged = now;
            ping(clusterView.nodes().keySet());
        }
        Set<String> heard = reachability.heard(now);
        if (ready) {
            quorum.tick(now, isInside(clusterView, heard), othersTake, clusterView.rank(membership.node()));
            if (quorum.mayTakeRooms() != mayTakeRooms) {
                takeRooms(!mayTakeRooms);
            } else if (!heard.equals(told) && underWay.isComplete()) {
                renewWithNews(); // the others count with it
            }
        }
        serve(now, othersTake);
        if (!membership.holdsLease() && membership.view().leased()) {
            LOG.warn(
                    "the lease is lost, rooms here stop: not renewed for {} ms: {}",
                    config.stopAfter().toMillis(),
                    problem == null ? "this node stood still, or the store is slow" : problem);
            membership.lapsed();
        }
    }

    private void takeRooms(boolean may) {
        mayTakeRooms = may;
        if (!may) {
            LOG.warn("does not reach enough other nodes, or was frozen: takes no rooms");
        } else if (entered) {
            LOG.info("takes rooms again");
        }
        entered = true;
        renewWithNews();
    }

    /** By the leases of the others, and what this node hears now. */
    private boolean isInside(ClusterView clusterView, Set<String> heard) {
        List<LiveNode> all = new ArrayList<>(clusterView.nodes().values());
        all.removeIf(node -> node.node().equals(membership.node()));
        all.add(new LiveNode(membership.node(), config.name(), ready, gateways, "", heard));
        return LargestClique.of(all).contains(membership.node());
    }

    private void serve(long now, boolean othersTake) {
        Set<String> others = new HashSet<>(membership.view().nodes().keySet());
        others.remove(membership.node());
        readiness.tick(
                now,
                quorum.isApart(),
                othersTake,
                membership.holdsLease(),
                !others.isEmpty() && reachability.othersMayHoldLeases(others, now));
        String problem = readiness.problem();
        if (problem.isEmpty() != membership.outage().isEmpty()) {
            LOG.warn(problem.isEmpty() ? "serves clients again" : "sends its clients away: {}", problem);
        }
        membership.serves(problem);
    }

    private void ping(Set<String> nodes) {
        for (String node : nodes) {
            if (!node.equals(membership.node())) {
                ping.apply(node).onComplete(pong -> context.runOnContext(v -> heardOf(node, pong)));
            }
        }
    }

    private void heardOf(String node, AsyncResult<HostCommand.Reply> pong) {
        long now = Monotonic.millis();
        if (pong.result() instanceof HostCommand.Reply.Pong alive) {
            reachability.answered(node, alive.leased(), now);
        } else if (pong.failed() && !(Bus.isLost(pong.cause()) || Bus.isAbsent(pong.cause()))) {
            reachability.answered(node, true, now); // of a version that does not know the question
        }
    }

    /** Somebody says that something has changed. */
    public void look() {
        here(this::renew);
    }

    @CanIgnoreReturnValue
    private Future<Void> renewWithNews() {
        // One that is under way may carry the old word.
        return underWay.otherwiseEmpty().compose(v -> renew()).onSuccess(v -> announce.run());
    }

    @CanIgnoreReturnValue
    private Future<Void> renew() {
        if (closed) {
            return Future.succeededFuture();
        }
        if (!underWay.isComplete()) {
            again = true;
            return underWay;
        }
        vertx.cancelTimer(timer);
        long asked = Monotonic.millis();
        told = Set.copyOf(reachability.heard(asked));
        LiveNode me = new LiveNode(membership.node(), config.name(), ready && mayTakeRooms, gateways, bus.get(), told);
        underWay = leases.renew(me, config.lease())
                .onSuccess(lease -> renewed(lease, asked))
                .onFailure(e -> notRenewed(e.getMessage()))
                .mapEmpty();
        underWay.onComplete(v -> next());
        return underWay;
    }

    /** Told once it costs the lease: most are made good by the next. */
    private void notRenewed(String why) {
        problem = why;
        LOG.debug("the lease could not be renewed: {}", why);
    }

    private void renewed(Lease lease, long asked) {
        problem = null;
        clockSkew
                .compare(lease.storeTime(), clock.instant(), Monotonic.millis() - asked)
                .ifPresent(LOG::warn);
        ClusterView before = membership.view();
        ClusterView now = ClusterView.of(lease.live(), true);
        if (!before.leased() && !before.nodes().isEmpty()) {
            LOG.info("the lease is renewed again");
        }
        before.goneSince(now)
                .forEach(node -> LOG.info(
                        "node {} is there, its bus at {}",
                        node,
                        now.nodes().get(node).bus()));
        membership.renewed(now, asked + config.stopAfter().toMillis());
        now.goneSince(before).forEach(node -> LOG.info("node {} is gone", node));
        ping(before.goneSince(now)); // who is new
        suspects.retainAll(now.nodes().keySet());
        reachability.retain(now.nodes().keySet());
    }

    private void next() {
        long delay = suspects.isEmpty() ? config.renewEvery().toMillis() : SUSPICIOUS_EVERY_MS;
        if (again) {
            again = false;
            delay = 1;
        }
        if (!closed) {
            timer = vertx.setTimer(delay, t -> renew());
        }
    }

    @CanIgnoreReturnValue
    private Future<Void> here(Supplier<Future<Void>> work) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(v -> work.get().onComplete(done));
        return done.future();
    }
}
