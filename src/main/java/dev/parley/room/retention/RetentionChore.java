package dev.parley.room.retention;

import dev.parley.cluster.ClusterLevel;
import dev.parley.cluster.ClusterView;
import dev.parley.cluster.Membership;
import dev.parley.room.lifecycle.RoomSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has rooms drop what is older than their retention, every {@code rooms.retentionEvery}; one round at a time, and only
 * on the first node of the ring. It waits until all nodes know what a room without its first events is. On the context
 * of the verticle that starts it.
 */
public final class RetentionChore {
    private static final Logger LOG = LoggerFactory.getLogger(RetentionChore.class);

    private final Vertx vertx;
    private final RoomSettings settings;
    private final Membership membership;
    private final OldEntries oldEntries;
    private boolean isUnderWay;

    public RetentionChore(Vertx vertx, RoomSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        this.membership = settings.membership();
        this.oldEntries = new OldEntries(settings.store(), settings.limits().audit());
    }

    /** It ends with the verticle that calls this. */
    public Future<Void> start() {
        vertx.setPeriodic(settings.rooms().retentionEvery().toMillis(), t -> {
            if (!isUnderWay && isItsTurn()) {
                isUnderWay = true;
                round().onComplete(v -> isUnderWay = false);
            }
        });
        return Future.succeededFuture();
    }

    private boolean isItsTurn() {
        ClusterView view = membership.view();
        return membership.isOn(ClusterLevel.MEMBERSHIP)
                && membership.holdsLease()
                && view.ring().nodes().stream()
                        .findFirst()
                        .filter(membership.node()::equals)
                        .isPresent();
    }

    private Future<Void> round() {
        return new DueRooms(settings, this::isItsTurn)
                .run()
                .onSuccess(failed -> {
                    if (failed > 0) {
                        LOG.warn("{} rooms did not drop what is older than their retention; tried again later", failed);
                    }
                })
                .compose(failed -> oldEntries.forget())
                .onFailure(e ->
                        LOG.debug("a round of retention failed: {}", e.getMessage())); // the store's health says so
    }
}
