package dev.parley.testing;

import dev.parley.config.StoreConfig;
import dev.parley.store.Appends;
import dev.parley.store.Store;
import dev.parley.store.StoreObserver;
import dev.parley.store.sqlite.SqliteStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A real SQLite store in a folder of its own, for tests that need no node. */
public final class TestStore {
    private TestStore() {}

    public static Store open(Vertx vertx) {
        try {
            Path data = Files.createDirectories(Path.of("target", "test-data"));
            Path file = Files.createTempDirectory(data, "store").resolve("parley.db");
            StoreConfig config = new StoreConfig(
                    "sqlite:" + file, 64, 10_000, Duration.ofSeconds(1), 0, 8 << 20, 1, 1, Duration.ofSeconds(5));
            return await(SqliteStore.open(vertx, config, StoreObserver.NONE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A store in whose room Ann has said these texts. */
    public static Store withMessages(Vertx vertx, String room, String... texts) {
        Store store = open(vertx);
        long epoch = await(store.log().claim(room, "test")).epoch();
        for (String text : texts) {
            await(store.log().append(Appends.said(room, epoch, text)));
        }
        return store;
    }

    /** A store that cannot be reached any more. */
    public static Store away(Vertx vertx) {
        Store store = open(vertx);
        await(store.close());
        return store;
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
