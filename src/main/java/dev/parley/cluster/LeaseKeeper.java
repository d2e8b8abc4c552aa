package dev.parley.cluster;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.config.ClusterConfig;
import dev.parley.protocol.Monotonic;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    private final Quorum quorum;
    private Set<String> heard = Set.of();
    /** Whether it wants to take rooms; {@link #quorum} may think otherwise. */
    private boolean ready;

    private boolean mayTakeRooms = true;
    private boolean closed;
    private Future<Void> underWay = Future.succeededFuture();
    private boolean again;
    private long timer = -1;
    private long ticks = -1;

    /**
     * @param gateways of this node
     * @param bus where its event bus is
     * @param announce tells the other nodes that something has changed here, so that they look at once
     */
    public LeaseKeeper(
            Vertx vertx,
            Membership membership,
            Leases leases,
            ClusterConfig config,
            int gateways,
            Supplier<String> bus,
            Runnable announce) {
        this.vertx = vertx;
        this.membership = membership;
        this.leases = leases;
        this.config = config;
        this.gateways = gateways;
        this.bus = bus;
        this.announce = announce;
        this.quorum = new Quorum(
                membership.node(),
                config.lonelyAfter().toMillis(),
                config.stopAfter().toMillis(),
                config.settle().toMillis(),
                Monotonic.millis());
        this.context = vertx.getOrCreateContext();
    }

    /** A view that a keeper will fill. */
    public static Membership membership(String node) {
        return new Membership(node);
    }

    /** Takes the lease; rooms are not placed here yet. */
    public Future<Void> start() {
        return here(() -> {
            ticks = vertx.setPeriodic(TICK_MS, t -> tick());
            return renew();
        });
    }

    /** From now on rooms are placed here. */
    public Future<Void> enterRing() {
        return here(() -> beReady(true));
    }

    /** From now on no rooms are placed here; those that are go elsewhere. */
    public Future<Void> leaveRing() {
        return here(() -> beReady(false));
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
    public void hears(Set<String> members) {
        here(() -> {
            Set<String> gone = new HashSet<>(heard);
            gone.removeAll(members);
            heard = Set.copyOf(members);
            suspects.removeAll(members);
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
        quorum.tick(now, membership.view().nodes().keySet(), heard);
        boolean othersTake = membership.view().othersTakeRooms(membership.node());
        if (quorum.mayTakeRooms(now, othersTake) != mayTakeRooms) {
            mayTakeRooms = !mayTakeRooms;
            LOG.warn(mayTakeRooms ? "takes rooms again" : "hears too few other nodes, or was frozen: takes no rooms");
            beReady(ready);
        }
        if (!membership.holdsLease()) {
            membership.lapsed();
        }
    }

    /** Somebody says that something has changed. */
    public void look() {
        here(this::renew);
    }

    @CanIgnoreReturnValue
    private Future<Void> beReady(boolean now) {
        ready = now;
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
        LiveNode me = new LiveNode(membership.node(), ready && mayTakeRooms, gateways, bus.get());
        underWay = leases.renew(me, config.lease())
                .onSuccess(live -> renewed(live, asked))
                .onFailure(e -> LOG.warn("the lease could not be renewed: {}", e.getMessage()))
                .mapEmpty();
        underWay.onComplete(v -> next());
        return underWay;
    }

    private void renewed(List<LiveNode> live, long asked) {
        View before = membership.view();
        View now = View.of(live, true);
        before.goneSince(now)
                .forEach(node -> LOG.info(
                        "node {} is there, its bus at {}",
                        node,
                        now.nodes().get(node).bus()));
        membership.renewed(now, asked + config.stopAfter().toMillis());
        now.goneSince(before).forEach(node -> LOG.info("node {} is gone", node));
        suspects.retainAll(now.nodes().keySet());
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
