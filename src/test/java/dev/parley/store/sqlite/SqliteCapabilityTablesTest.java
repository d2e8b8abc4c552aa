package dev.parley.store.sqlite;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.model.Code;
import dev.parley.store.CapabilityTablesContract;
import dev.parley.store.Database.Statement;
import dev.parley.store.Store;
import dev.parley.store.StoreObserver;
import dev.parley.testing.TestStore;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of capabilities' tables on SQLite. */
class SqliteCapabilityTablesTest extends CapabilityTablesContract {
    private static final Statement INSERT = Statement.of("INSERT INTO t VALUES (?)", 1L);

    @TempDir
    Path folder;

    @Override
    protected Future<? extends Store> open(int capabilityQueue) {
        String url = "sqlite:" + folder.resolve("parley.db");
        return SqliteStore.open(vertx, TestStore.config(url, "capabilityQueue", capabilityQueue), StoreObserver.NONE);
    }

    @Test
    void aWriteWhileTheFileCannotBeUsedIsUnavailable() throws SQLException {
        await(store.migrate("t", List.of("CREATE TABLE t (n integer)")));
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("parley.db"));
                java.sql.Statement statement = other.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            assertEquals(Code.UNAVAILABLE, code(store.database().update(List.of(INSERT))));
            assertEquals(Code.UNAVAILABLE, code(store.database().update(List.of(INSERT))), "down");
        }
        while (!store.health().up()) {
            Thread.onSpinWait();
        }
        assertEquals(List.of(1), update(INSERT));
        assertEquals(List.of(List.of(1L)), query("SELECT count(*) FROM t"));
    }

    @Override
    protected Statement slowWrite() {
        return Statement.of("INSERT INTO notes WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                + " SELECT 'slow', max(i), '' FROM n");
    }
}
