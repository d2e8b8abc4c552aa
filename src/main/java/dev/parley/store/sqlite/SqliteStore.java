package dev.parley.store.sqlite;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.config.StoreConfig;
import dev.parley.model.Event;
import dev.parley.model.NameRange;
import dev.parley.model.RoomOptions;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import dev.parley.store.Append;
import dev.parley.store.Appended;
import dev.parley.store.Claim;
import dev.parley.store.Health;
import dev.parley.store.Position;
import dev.parley.store.RoomSummary;
import dev.parley.store.Store;
import dev.parley.store.StoreObserver;
import dev.parley.store.StoredSession;
import dev.parley.store.StoredTurn;
import dev.parley.store.UsageQuery;
import dev.parley.store.UsageRow;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteJDBCLoader;

/**
 * The store in one SQLite file. Any thread may call; the work is done on the threads {@code parley-sqlite-writer} and
 * {@code parley-sqlite-reader-n}, and {@code parley-sqlite-checkpointer} tidies up behind them; the
 * answer arrives on the caller's context.
 */
public final class SqliteStore implements Store {
    private final Vertx vertx;
    private final DatabaseLock lock;
    private final GroupCommit writer;
    private final WorkQueue<WriteSession> writes;
    private final WorkQueue<ReadQueries> reads;
    private final Checkpointer checkpointer;
    private final Thread writerThread;
    private final Thread checkpointerThread;
    private final List<Thread> readerThreads = new ArrayList<>();

    private SqliteStore(VertxInternal vertx, StoreConfig config, StoreObserver observer)
            throws IOException, SQLException {
        this.vertx = vertx;
        Database database = new Database(config);
        UnmovedEvents unmovedEvents = new UnmovedEvents();
        checkpointer = new Checkpointer(database);
        Files.createDirectories(database.file().getParent());
        lock = DatabaseLock.take(database.file(), config.path());
        try {
            database.create(lock);
            Transaction transaction = Transaction.open(database.reopen(lock), unmovedEvents, config.journal());
            writes = new WorkQueue<>(vertx, config.queue());
            reads = new WorkQueue<>(vertx, config.queue());
            writer = new GroupCommit(
                    transaction,
                    () -> Transaction.open(database.reopen(lock), unmovedEvents, config.journal()),
                    lock,
                    writes,
                    config.batch(),
                    observer,
                    checkpointer);
        } catch (IOException | SQLException | RuntimeException | Error e) {
            lock.close();
            throw e;
        }
        observer.queue(writes::size);
        writerThread = start("parley-sqlite-writer", writer);
        checkpointerThread = start("parley-sqlite-checkpointer", checkpointer);
        for (int n = 1; n <= config.readers(); n++) {
            readerThreads.add(start("parley-sqlite-reader-" + n, new ReaderThread(database, unmovedEvents, reads)));
        }
    }

    /**
     * Opens the file of {@code config.url}, made with its folder when there is none. Fails with an
     * {@link IllegalStateException} whose text names {@code store.url} when another process has the file, when a newer
     * Parley wrote it, or when it cannot be opened.
     */
    public static Future<Store> open(Vertx vertx, StoreConfig config, StoreObserver observer) {
        return vertx.executeBlocking(
                () -> {
                    try {
                        return new SqliteStore((VertxInternal) vertx, config, observer);
                    } catch (SQLException | IOException e) {
                        throw new IllegalStateException(
                                "store.url: " + config.path() + " cannot be opened: " + reason(e), e);
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
     * Loads the driver and its native library on a thread of its own, beside what else a start does; {@link #open} waits
     * for it, and says so when it cannot be loaded.
     */
    public static void preload() {
        start("parley-sqlite-preload", () -> {
            try {
                boolean unused = SQLiteJDBCLoader.initialize();
            } catch (Exception e) {
                // Told by who opens a store.
            }
        });
    }

    @Override
    public Future<Claim> claim(String room, String owner) {
        return writes.submit(session -> session.claim(room, owner));
    }

    @Override
    public Future<Optional<String>> owner(String room) {
        return reads.submit(queries -> queries.owner(room));
    }

    @Override
    public Future<Void> release(String room, long epoch) {
        return writes.submit(session -> session.release(room, epoch));
    }

    @Override
    public Future<Appended> append(Append append) {
        return writes.submit(session -> session.append(append));
    }

    @Override
    public Future<Boolean> configure(String room, long epoch, RoomOptions options) {
        return writes.submit(session -> session.configure(room, epoch, options));
    }

    @Override
    public Future<RoomOptions> options(String room) {
        return reads.submit(queries -> queries.options(room));
    }

    @Override
    public Future<List<Event>> eventsAfter(String room, long after, int limit) {
        return reads.submit(queries -> queries.eventsAfter(room, after, limit));
    }

    @Override
    public Future<List<Event>> messagesBefore(String room, long before, int limit) {
        return reads.submit(queries -> queries.messagesBefore(room, before, limit));
    }

    @Override
    public Future<List<Event>> messagesAfter(String room, long after, int limit) {
        return reads.submit(queries -> queries.messagesAfter(room, after, limit));
    }

    @Override
    public Future<Optional<Long>> seqOf(String room, String messageId) {
        return reads.submit(queries -> queries.seqOf(room, messageId));
    }

    @Override
    public Future<Optional<RoomSummary>> room(String room) {
        return reads.submit(queries -> queries.room(room));
    }

    @Override
    public Future<List<RoomSummary>> rooms(NameRange names, int limit) {
        return reads.submit(queries -> queries.rooms(names, limit));
    }

    @Override
    public Future<Map<String, Position>> positions(Collection<String> rooms) {
        List<String> asked = List.copyOf(rooms);
        return reads.submit(queries -> queries.positions(asked));
    }

    @Override
    public Future<List<String>> roomsWithTurns(int limit) {
        return reads.submit(queries -> queries.roomsWithTurns(limit));
    }

    @Override
    public Future<Boolean> keepTurn(Turn turn, int next, TurnProgress progress) {
        return writes.submit(session -> session.keepTurn(turn, next, progress));
    }

    @Override
    public Future<Optional<StoredTurn>> turn(String room, String id) {
        return reads.submit(queries -> queries.turns().turn(room, id));
    }

    @Override
    public Future<List<StoredTurn>> turns(String room, long before, int limit) {
        return reads.submit(queries -> queries.turns().turns(room, before, limit));
    }

    @Override
    public Future<List<UsageRow>> usage(UsageQuery query) {
        return reads.submit(queries -> queries.turns().usage(query));
    }

    @Override
    public Future<Void> putSession(StoredSession stored) {
        return writes.submit(session -> session.putSession(stored));
    }

    @Override
    public Future<Optional<StoredSession>> session(String key) {
        return reads.submit(queries -> queries.session(key));
    }

    @Override
    public Future<Boolean> endSession(String key) {
        return writes.submit(session -> session.endSession(key));
    }

    @Override
    public Future<Set<String>> endedSessions(Collection<String> keys) {
        List<String> asked = List.copyOf(keys);
        return reads.submit(queries -> queries.endedSessions(asked));
    }

    @Override
    public Future<Void> expireSessions(long before) {
        return writes.submit(session -> session.expireSessions(before));
    }

    @Override
    public Health health() {
        return writer.health();
    }

    @Override
    public Future<Void> close() {
        writes.close();
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

    /** Daemons: a process may end without closing its store, since nothing that was answered is only in memory. */
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
