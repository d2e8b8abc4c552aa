package dev.parley.cluster;

import dev.parley.time.Monotonic;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What this node knows of the cluster: its view, its lease, and whether it can serve. Read from any thread; written by
 * the {@link LeaseKeeper} alone.
 *
 * <p>Nothing about safety rests on it: the store's epochs decide who may write. It only says where to look for a room,
 * and tells a node that lost its lease to stop by itself.
 */
public final class Membership {

    /** Is called on each change of the view, on the lease keeper's context: it hands the change over to its own. */
    public interface Watcher {
        void changed(ClusterView before, ClusterView now);
    }

    private final String node;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private volatile ClusterView clusterView;
    private final List<Runnable> outageWatchers = new CopyOnWriteArrayList<>();
    private volatile long leasedUntil;
    private volatile long renewedAt = Monotonic.millis();
    private volatile String outage = "";
    private volatile int level = ClusterLevel.NONE.number();

    Membership(String node) {
        this.node = node;
        this.clusterView = ClusterView.of(List.of(), false);
    }

    /** A node without others: it owns every room, for ever. */
    public static Membership alone(String node, int gateways) {
        Membership alone = new Membership(node);
        alone.leasedUntil = Long.MAX_VALUE;
        alone.level = ClusterLevel.CURRENT.number();
        alone.clusterView = ClusterView.of(List.of(new LiveNode(node, true, gateways, "")), true);
        return alone;
    }

    /** This node's name. */
    public String node() {
        return node;
    }

    public ClusterView view() {
        return clusterView;
    }

    /** The level that the cluster has reached, as far as this node knows; it never goes back. */
    public int level() {
        return level;
    }

    /** Whether what needs this level may be used; otherwise it is refused with {@link ClusterLevel#refusal}. */
    public boolean isOn(ClusterLevel needed) {
        return level >= needed.number();
    }

    /**
     * Whether this node may serve rooms. By its own monotonic clock, from before the last renewal was asked for: a node
     * that was frozen knows it the moment it goes on.
     */
    public boolean holdsLease() {
        return Monotonic.millis() < leasedUntil;
    }

    /** Milliseconds since the lease was renewed last; before the first renewal, since this node began. */
    public long sinceRenewalMs() {
        return Monotonic.millis() - renewedAt;
    }

    /** The watcher is told of each change of the view from now on. */
    public void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    /**
     * Why this node cannot serve its clients although other nodes could; empty while it can, or nobody can. Its clients
     * are sent away meanwhile.
     */
    public String outage() {
        return outage;
    }

    /** The watcher is told that an outage has begun, on the lease keeper's context. */
    public void watchOutage(Runnable watcher) {
        outageWatchers.add(watcher);
    }

    void reportOutage(String problem) {
        boolean begins = outage.isEmpty() && !problem.isEmpty();
        outage = problem;
        if (begins) {
            outageWatchers.forEach(Runnable::run);
        }
    }

    void renewed(ClusterView now, long until, int reached) {
        level = Math.max(level, reached);
        leasedUntil = until;
        renewedAt = Monotonic.millis();
        update(now);
    }

    void lapsed() {
        if (clusterView.leased()) {
            update(clusterView.lapsed());
        }
    }

    private void update(ClusterView now) {
        ClusterView before = clusterView;
        clusterView = now;
        if (!before.equals(now)) {
            watchers.forEach(watcher -> watcher.changed(before, now));
        }
    }
}
