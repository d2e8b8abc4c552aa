package dev.parley.testing;

import static dev.parley.testing.Futures.await;

import dev.parley.config.StoreConfig;
import dev.parley.store.Appends;
import dev.parley.store.Store;
import dev.parley.store.StoreObserver;
import dev.parley.store.sqlite.SqliteStore;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real SQLite store in a folder of its own, for tests that need no node. */
public final class TestStore {
    private TestStore() {}

    public static Store open(Vertx vertx) {
        try {
            Path data = Files.createDirectories(Path.of("target", "test-data"));
            Path file = Files.createTempDirectory(data, "store").resolve("parley.db");
            return await(SqliteStore.open(vertx, config("sqlite:" + file), StoreObserver.NONE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The configuration of a store at this URL, with other values for some of its keys. */
    public static StoreConfig config(String url, Object... keysAndValues) {
        StoreConfig config =
                TestConfig.changed(TestConfig.standard().store(), "url", url, "batch", 64, "queue", 10_000);
        return TestConfig.changed(config, keysAndValues);
    }

    /** A store in whose room Ann has said these texts. */
    public static Store withMessages(Vertx vertx, String room, String... texts) {
        Store store = open(vertx);
        long epoch = await(store.log().claim(room, "test")).epoch();
        for (String text : texts) {
            await(store.log().commit(Appends.said(room, epoch, text)));
        }
        return store;
    }

    /** A store that cannot be reached any more. */
    public static Store away(Vertx vertx) {
        Store store = open(vertx);
        await(store.close());
        return store;
    }
}
