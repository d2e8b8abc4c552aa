package dev.parley.store.sqlite;

import dev.parley.store.CapabilityTablesContract;
import dev.parley.store.Database.Statement;
import dev.parley.store.Store;
import dev.parley.store.StoreObserver;
import dev.parley.testing.TestStore;
import io.vertx.core.Future;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract of capabilities' tables on SQLite. */
class SqliteCapabilityTablesTest extends CapabilityTablesContract {
    @TempDir
    Path folder;

    @Override
    protected Future<? extends Store> open(int capabilityQueue) {
        String url = "sqlite:" + folder.resolve("parley.db");
        return SqliteStore.open(vertx, TestStore.config(url, "capabilityQueue", capabilityQueue), StoreObserver.NONE);
    }

    @Override
    protected Statement slowWrite() {
        return Statement.of("INSERT INTO notes WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                + " SELECT 'slow', max(i), '' FROM n");
    }
}
