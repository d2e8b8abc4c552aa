package dev.parley.gateway.fanout;

import dev.parley.store.Rosters;
import dev.parley.store.Rosters.StoredRemoval;
import dev.parley.time.Monotonic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the store who was taken out of rooms, for all gateways of a node: whoever is out learns it soon, whatever the
 * bus lost. One indexed query every {@code rooms.removalCheck}. On one context of its own.
 */
public final class RemovalWatch {
    private static final Logger LOG = LoggerFactory.getLogger(RemovalWatch.class);
    private static final int PAGE = 1000;
    /** Checks that may fail before it counts as not known who was taken out. */
    private static final int CHECKS_MISSED = 2;

    private final Rosters rosters;
    private final long everyMs;
    private final RemovalWindow window = new RemovalWindow();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    /** Monotonic: when the store was last asked that replied. */
    private volatile long askedAt;

    private Future<Void> underWay = Future.succeededFuture();
    private boolean started;
    private boolean missed;

    /** What gateways learn; called on the watch's context. */
    public interface Listener {
        /** These came lately, or did not come yet; each comes more than once. */
        void onRemovals(List<StoredRemoval> removals);

        /** It was not known for a while who was taken out, and now is. */
        void onKnownAgain();
    }

    public RemovalWatch(Rosters rosters, long everyMs) {
        this.rosters = rosters;
        this.everyMs = everyMs;
        this.askedAt = Monotonic.millis();
    }

    /** Begins; on the context that it is to use. */
    public Future<Void> start(Vertx vertx) {
        askedAt = Monotonic.millis();
        vertx.setPeriodic(everyMs, t -> check());
        check();
        return Future.succeededFuture();
    }

    /** From any thread. */
    public void watch(Listener listener) {
        listeners.add(listener);
    }

    /** Whether it is known who was taken out until a moment ago. From any thread. */
    public boolean isUpToDate() {
        return Monotonic.millis() - askedAt <= CHECKS_MISSED * everyMs;
    }

    private void check() {
        missed |= !isUpToDate();
        if (!underWay.isComplete()) {
            return;
        }
        long asked = Monotonic.millis();
        underWay = begin().compose(v -> read(window.after(Monotonic.millis()), PAGE))
                .onSuccess(v -> onChecked(asked))
                .onFailure(e -> LOG.debug("who was taken out of rooms could not be read", e));
    }

    /** Those before the start concern nobody here. */
    private Future<Void> begin() {
        return started
                ? Future.succeededFuture()
                : rosters.lastRemovalAt()
                        .onSuccess(at -> {
                            window.saw(at, Monotonic.millis());
                            started = true;
                        })
                        .mapEmpty();
    }

    private Future<Void> read(long after, int limit) {
        return rosters.removals(after, limit).compose(page -> {
            if (!page.isEmpty()) {
                window.saw(page.get(page.size() - 1).at(), Monotonic.millis());
                listeners.forEach(listener -> listener.onRemovals(page));
            }
            if (page.size() < limit) {
                return Future.succeededFuture();
            }
            // Others of the last one's time may be on the next page.
            long next = page.get(limit - 1).at() - 1;
            return next > after ? read(next, PAGE) : read(after, 2 * limit);
        });
    }

    private void onChecked(long asked) {
        boolean wasUnknown = missed || !isUpToDate();
        askedAt = asked;
        missed = false;
        if (wasUnknown) {
            listeners.forEach(Listener::onKnownAgain);
        }
    }
}
