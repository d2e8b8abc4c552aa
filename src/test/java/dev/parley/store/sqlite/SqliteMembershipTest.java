package dev.parley.store.sqlite;

import dev.parley.store.MembershipContract;
import dev.parley.store.Store;
import dev.parley.store.StoreObserver;
import dev.parley.testing.TestStore;
import io.vertx.core.Future;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract of members and retention on SQLite, on events that were not moved yet. */
class SqliteMembershipTest extends MembershipContract {
    /** How much of the journal stays. */
    protected long journal = 4 << 20;

    @TempDir
    Path folder;

    @Override
    protected Future<Store> open() {
        String url = "sqlite:" + folder.resolve("parley.db");
        return SqliteStore.open(vertx, TestStore.config(url, "journal", journal), StoreObserver.NONE);
    }

    @Override
    protected Store crash() {
        return Crash.of(folder, store, this::open);
    }
}
