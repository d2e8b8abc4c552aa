package dev.parley;

import dev.parley.cluster.Leases;
import dev.parley.config.StoreConfig;
import dev.parley.store.Store;
import dev.parley.store.StoreObserver;
import dev.parley.store.postgres.PostgresStore;
import dev.parley.store.sqlite.SqliteStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/**
 * The store that the configuration names, opened and at this version's schema.
 *
 * @param leases who may have rooms; absent for a store that no other node can share
 * @param schema the version of the schema
 */
record OpenedStore(Store store, Optional<Leases> leases, int schema) {

    /**
     * Opens the store, with {@code shared} for a node of a cluster. Fails with what {@code open} of the store fails
     * with.
     */
    static Future<OpenedStore> open(Vertx vertx, StoreConfig config, boolean shared, StoreObserver observer) {
        if (!config.isPostgres()) {
            return SqliteStore.open(vertx, config, observer)
                    .map(store -> new OpenedStore(store, Optional.empty(), SqliteStore.schema()));
        }
        Future<PostgresStore> opened =
                shared ? PostgresStore.open(vertx, config, observer) : PostgresStore.openAlone(vertx, config, observer);
        return opened.map(store -> new OpenedStore(store, Optional.of(store.leases()), PostgresStore.schema()));
    }
}
