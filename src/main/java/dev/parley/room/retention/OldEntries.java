package dev.parley.room.retention;

import dev.parley.store.AuditTrails;
import dev.parley.store.AuditTrails.Surplus;
import dev.parley.store.Store;
import io.vertx.core.Future;
import java.util.List;

/**
 * Forgets removals that every gateway has met, and what an audit trail has beyond {@code limits.audit}; a few trails
 * each time, in the order of their rooms' names, and from the first again after the last. One context only.
 */
final class OldEntries {
    /** Gateways ask for removals of the last seconds. */
    private static final long REMOVALS_MS = 3_600_000;

    private static final int TRAILS = 200;

    private final Store store;
    private final AuditTrails trails;
    private final int auditMax;
    /** The room of the last trail that was looked at. */
    private String after = "";

    OldEntries(Store store, int auditMax) {
        this.store = store;
        this.trails = new AuditTrails(store.database());
        this.auditMax = auditMax;
    }

    Future<Void> forget() {
        return store.rosters()
                .forgetRemovals(REMOVALS_MS)
                .compose(v -> trails.surplus(after, auditMax, TRAILS))
                .compose(this::shorten);
    }

    private Future<Void> shorten(List<Surplus> page) {
        after = page.size() < TRAILS ? "" : page.get(TRAILS - 1).room();
        return trails.drop(page);
    }
}
