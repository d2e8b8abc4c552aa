package dev.parley.store.sqlite;

import static dev.parley.testing.Futures.await;

import dev.parley.store.Store;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** A crash of the process that has a store: its files stay as they are at this moment, and nothing is tidied. */
final class Crash {
    /** The log first: what is moved from it into the database meanwhile is then in both. */
    private static final List<String> FILES = List.of("parley.db-wal", "parley.db");

    private Crash() {}

    /** Ends a store that is idle and has {@code parley.db} in this folder, and opens what a crash would leave. */
    static Store of(Path folder, Store store, Supplier<Future<Store>> open) {
        try {
            Path left = Files.createTempDirectory(folder, "crashed");
            for (String file : FILES) {
                Files.copy(folder.resolve(file), left.resolve(file));
            }
            await(store.close());
            for (String file : FILES) {
                Files.deleteIfExists(folder.resolve(file));
                Files.move(left.resolve(file), folder.resolve(file));
            }
            return await(open.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
