package dev.parley.store.sqlite;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.config.InvalidConfig;
import dev.parley.config.StoreConfig;
import dev.parley.store.Database;
import dev.parley.store.Health;
import dev.parley.store.History;
import dev.parley.store.RoomLog;
import dev.parley.store.SessionStore;
import dev.parley.store.Store;
import dev.parley.store.StoreObserver;
import dev.parley.store.TurnStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteJDBCLoader;

/**
 * The store in one SQLite file: opens it, starts its threads, groups its five faces and closes it. Any thread may call;
 * the work is done on the threads {@code parley-sqlite-writer}, {@code parley-sqlite-reader-n} and
 * {@code parley-sqlite-checkpointer}; futures complete on the caller's context. Failures as {@link Store} says.
 */
public final class SqliteStore implements Store {
    private static final String KEY = "store.url";

    private final Vertx vertx;
    private final DatabaseLock lock;
    private final GroupCommit writer;
    private final WorkQueue<WriteStatements> writes;
    private final WorkQueue<CapabilityRows> capabilityWrites;
    private final WorkQueue<RetiredEvents> erasures;
    private final WorkQueue<ReadStatements> reads;
    private final Checkpointer checkpointer;
    private final Thread writerThread;
    private final Thread checkpointerThread;
    private final List<Thread> readerThreads = new ArrayList<>();
    private final RoomLog log;
    private final History history;
    private final TurnStore turns;
    private final SessionStore sessions;
    private final SqliteDatabase database;
    private final String path;

    private SqliteStore(VertxInternal vertx, StoreConfig config, StoreObserver observer, LongSupplier clock)
            throws IOException, SQLException {
        this.vertx = vertx;
        DatabaseFile databaseFile = new DatabaseFile(config);
        UnmovedEvents unmovedEvents = new UnmovedEvents();
        checkpointer = new Checkpointer(databaseFile);
        Files.createDirectories(databaseFile.file().getParent());
        lock = DatabaseLock.take(databaseFile.file(), config.path());
        try {
            databaseFile.create(lock);
            Transaction transaction =
                    Transaction.open(databaseFile.reopen(lock), unmovedEvents, config.journal(), clock);
            writes = new WorkQueue<>(vertx, config.queue());
            capabilityWrites = new WorkQueue<>(vertx, config.capabilityQueue());
            erasures = new WorkQueue<>(vertx, config.capabilityQueue());
            reads = new WorkQueue<>(vertx, config.queue());
            writer = new GroupCommit(
                    transaction,
                    () -> Transaction.open(databaseFile.reopen(lock), unmovedEvents, config.journal(), clock),
                    lock,
                    writes,
                    capabilityWrites,
                    erasures,
                    config.batch(),
                    observer,
                    checkpointer,
                    new Upkeep(clock, checkpointer, new PageGaps(databaseFile.file())));
        } catch (IOException | SQLException | RuntimeException | Error e) {
            lock.close();
            throw e;
        }
        log = new SqliteRoomLog(writes, erasures, reads);
        history = new SqliteHistory(reads);
        turns = new SqliteTurnStore(reads);
        sessions = new SqliteSessionStore(writes, reads);
        database = new SqliteDatabase(vertx, writes, capabilityWrites, reads);
        path = config.path();
        observer.queue(writes::size);
        writerThread = start("parley-sqlite-writer", writer);
        checkpointerThread = start("parley-sqlite-checkpointer", checkpointer);
        for (int n = 1; n <= config.readers(); n++) {
            readerThreads.add(start("parley-sqlite-reader-" + n, new ReaderThread(databaseFile, unmovedEvents, reads)));
        }
    }

    /**
     * Opens the file of {@code store.url}; makes it, with its folder, when there is none. Fails with an
     * {@link InvalidConfig} for {@code store.url} when another process has the file, when a newer Parley wrote it, or
     * when it cannot be opened.
     */
    public static Future<Store> open(Vertx vertx, StoreConfig config, StoreObserver observer) {
        return open(vertx, config, observer, System::currentTimeMillis);
    }

    /** The same with another clock, which tells milliseconds since the epoch. */
    static Future<Store> open(Vertx vertx, StoreConfig config, StoreObserver observer, LongSupplier clock) {
        return vertx.executeBlocking(
                () -> {
                    try {
                        return new SqliteStore((VertxInternal) vertx, config, observer, clock);
                    } catch (UnusableFile e) {
                        throw new InvalidConfig(KEY, e.getMessage());
                    } catch (SQLException | IOException e) {
                        throw new InvalidConfig(KEY, config.path() + " cannot be opened: " + reason(e));
                    }
                },
                false);
    }

    /** The version of the schema that an open store has. */
    public static int schema() {
        return SqliteMigrations.version();
    }

    private static String reason(Throwable failure) {
        return failure.getCause() instanceof NativeLibraryNotFoundException
                ? "the native library of SQLite cannot be loaded from " + System.getProperty("java.io.tmpdir")
                        + " (mounted noexec?): choose another folder with -Djava.io.tmpdir=<folder>"
                : failure.getMessage();
    }

    /**
     * Loads the driver and its native library on a thread of its own, while the start goes on; {@link #open} waits for
     * it, and fails when it cannot be loaded.
     */
    public static void preload() {
        start("parley-sqlite-preload", () -> {
            try {
                boolean unused = SQLiteJDBCLoader.initialize();
            } catch (Exception e) {
                // The failure is reported by open, which loads it again.
            }
        });
    }

    @Override
    public RoomLog log() {
        return log;
    }

    @Override
    public History history() {
        return history;
    }

    @Override
    public TurnStore turns() {
        return turns;
    }

    @Override
    public SessionStore sessions() {
        return sessions;
    }

    @Override
    public Database database() {
        return database;
    }

    @Override
    public Future<Void> migrate(String capability, List<String> scripts) {
        return database.migrate(capability, scripts)
                .recover(e -> Future.failedFuture(new InvalidConfig(
                        KEY, path + " cannot take the tables of " + capability + ": " + CapabilityRows.problem(e))));
    }

    @Override
    public Health health() {
        return writer.health();
    }

    @Override
    public Future<Void> close() {
        writes.close();
        capabilityWrites.close();
        erasures.close();
        reads.close();
        checkpointer.close();
        return vertx.executeBlocking(
                () -> {
                    for (Thread reader : readerThreads) { // before the writer, whose checkpoint they could hold up
                        finish(reader);
                    }
                    finish(checkpointerThread);
                    finish(writerThread);
                    lock.close();
                    return null;
                },
                false);
    }

    /**
     * Starts a daemon: a process may end without closing its store, since nothing that was acknowledged is only in
     * memory.
     */
    @CanIgnoreReturnValue
    private static Thread start(String name, Runnable loop) {
        Thread thread = new Thread(loop, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void finish(Thread thread) throws InterruptedException {
        thread.interrupt(); // wakes it when it waits for work; it finishes what is queued
        thread.join();
    }
}
