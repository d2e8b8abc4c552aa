package dev.parley.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The writer's connection and its transactions. Writer thread only; any failure means that nothing was committed. */
final class Transaction implements AutoCloseable {
    private static final int PROBE_BYTES = 64 << 10;
    /** How long the log's readers are waited for, with the writer standing still. */
    private static final int READERS_MS = 50;

    private final Connection connection;
    private final PreparedStatement begin;
    private final PreparedStatement dataVersion;
    private final PreparedStatement commit;
    private final RoomRows rooms;
    private final Journal journal;
    private final WriteStatements session;
    private final CapabilityRows capabilities;
    private final MessageListing listing;
    private final DeletedDigests digests;
    private final RetiredEvents retired;
    /** Changes when another connection has written; that the checkpointer moves pages does not count. */
    private final long version;

    /** Takes the connection, and closes it when this fails. Fills {@code unmovedEvents} from the journal. */
    static Transaction open(Connection connection, UnmovedEvents unmovedEvents, long journalBytes, LongSupplier clock)
            throws SQLException {
        try {
            return new Transaction(connection, unmovedEvents, journalBytes, clock);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private Transaction(Connection connection, UnmovedEvents unmovedEvents, long journalBytes, LongSupplier clock)
            throws SQLException {
        this.connection = connection;
        // The driver would begin and commit around every statement; told not to, it begins one transaction, which ends
        // here.
        // From now on BEGIN IMMEDIATE, which waits for the file's lock before any work is done, is ours.
        connection.setAutoCommit(false);
        execute("ROLLBACK");
        begin = connection.prepareStatement("BEGIN IMMEDIATE");
        commit = connection.prepareStatement("COMMIT");
        // Before anything is read into memory: what another program writes from now on is noticed.
        dataVersion = connection.prepareStatement("PRAGMA data_version");
        version = dataVersion();
        rooms = new RoomRows(connection, unmovedEvents);
        journal = new Journal(connection, unmovedEvents, journalBytes);
        TurnRows turns = new TurnRows(connection);
        StoredEvents events = new StoredEvents(connection, journal);
        digests = new DeletedDigests(connection, events);
        listing = new MessageListing(connection);
        retired = new RetiredEvents(connection, clock, rooms, journal, events, turns);
        StateRows states = new StateRows(connection);
        AliasRows aliases = new AliasRows(connection);
        EffectRows effects = new EffectRows(
                turns,
                new TableRows(connection),
                states,
                new AmendmentRows(connection, events, turns, states, aliases));
        session = new WriteStatements(rooms, journal, turns, effects, retired, new SessionRows(connection, aliases));
        capabilities = new CapabilityRows(connection);
    }

    /**
     * Does the whole batch in one transaction; durable when this returns. An operation that cannot be done fails alone.
     */
    void commit(List<QueuedWork<WriteStatements, ?>> batch) throws SQLException {
        try {
            start();
            for (QueuedWork<WriteStatements, ?> queuedWork : batch) {
                queuedWork.run(session);
            }
        } catch (SQLException | RuntimeException e) {
            if (!SqliteFault.ofOneOperation(e)) {
                throw e;
            }
            execute("ROLLBACK");
            rooms.forget();
            journal.rolledBack();
            start();
            for (QueuedWork<WriteStatements, ?> queuedWork : batch) {
                runApart(queuedWork);
            }
        }
        rooms.flush();
        journal.moveExcess();
        commit.execute();
        journal.committed();
    }

    /**
     * Does writes of capabilities in a transaction of their own: what they do, and how long it takes, is not known
     * beforehand. One that cannot be done fails alone, and so does one that takes longer than {@link
     * CapabilityRows#WRITE_MAX}.
     */
    void commitCapabilities(List<QueuedWork<CapabilityRows, ?>> batch) throws SQLException {
        List<QueuedWork<CapabilityRows, ?>> rest = new ArrayList<>(batch);
        while (!rest.isEmpty()) {
            start();
            Optional<QueuedWork<CapabilityRows, ?>> tooLong = runCapabilities(rest);
            if (tooLong.isEmpty()) {
                commit.execute();
                return;
            }
            rest.remove(tooLong.get()); // SQLite has rolled back what the others did as well
        }
    }

    /** The one that took too long, if any. */
    private Optional<QueuedWork<CapabilityRows, ?>> runCapabilities(List<QueuedWork<CapabilityRows, ?>> batch)
            throws SQLException {
        for (QueuedWork<CapabilityRows, ?> queuedWork : batch) {
            execute("SAVEPOINT apart");
            try {
                queuedWork.run(capabilities);
            } catch (SQLException | RuntimeException e) {
                if (!SqliteFault.ofStatement(e)) {
                    throw e;
                }
                queuedWork.fail(e instanceof CapabilityRows.FailedScript ? e : SqliteFault.statement(e));
                if (SqliteFault.ofTime(e)) {
                    return Optional.of(queuedWork);
                }
                execute("ROLLBACK TO apart");
            }
            execute("RELEASE apart");
        }
        return Optional.empty();
    }

    /** Does erasures that were asked for, each in a transaction of its own; one that cannot be done fails alone. */
    void erase(List<QueuedWork<RetiredEvents, ?>> batch) throws SQLException {
        for (QueuedWork<RetiredEvents, ?> queuedWork : batch) {
            start();
            try {
                queuedWork.run(retired);
                commit.execute();
                journal.committed();
            } catch (SQLException | RuntimeException e) {
                if (!SqliteFault.ofOneOperation(e)) {
                    throw e;
                }
                execute("ROLLBACK");
                journal.rolledBack();
                queuedWork.fail(SqliteFault.internal());
            }
        }
    }

    /** Erases what rooms do not keep any more, a chunk of what is due; whether there may be more. */
    boolean eraseRetired() throws SQLException {
        start();
        boolean hasMore = retired.next();
        commit.execute();
        journal.committed();
        return hasMore;
    }

    /** Whether rooms keep less since it was last asked. */
    boolean takeRetired() {
        return retired.takeNew();
    }

    /** Lists messages of an older file, a chunk of them; false when all are listed. */
    boolean listMessages() throws SQLException {
        start();
        boolean hasMore = listing.next();
        commit.execute();
        return hasMore;
    }

    /** Empties digests of what was deleted until then, a chunk of them; whether there may be more. */
    boolean forgetDigests(long deletedUntil) throws SQLException {
        start();
        boolean hasMore = digests.next(deletedUntil);
        commit.execute();
        journal.committed();
        return hasMore;
    }

    /** Whether texts were replaced since it was last asked. */
    boolean takeRewritten() {
        return journal.takeRewritten();
    }

    /**
     * Moves the write-ahead log into the database file and empties it, between two transactions; false when readers
     * are in it for too long, or another program.
     */
    boolean truncateLog() throws SQLException {
        long patience = ask("PRAGMA busy_timeout");
        execute("PRAGMA busy_timeout = " + READERS_MS);
        boolean isBusy = ask("PRAGMA wal_checkpoint(TRUNCATE)") != 0;
        execute("PRAGMA busy_timeout = " + patience);
        return !isBusy;
    }

    /** Forgets the pages of the file that it has in memory: they are read again. */
    void forgetPages() throws SQLException {
        execute("PRAGMA shrink_memory");
    }

    /** Writes a probe; throws when there is no space or the disk does not take it. */
    void probe() throws SQLException {
        start();
        execute("UPDATE meta SET value = zeroblob(" + PROBE_BYTES + ") WHERE key = 'probe'");
        commit.execute();
        start();
        execute("UPDATE meta SET value = NULL WHERE key = 'probe'");
        commit.execute();
    }

    /** Moves the journal's events to {@code events}, and the WAL's pages into the database file. */
    void tidy() throws SQLException {
        start();
        journal.moveAll();
        commit.execute();
        journal.committed();
        execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /** Ends the connection; what was not committed is rolled back. */
    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private void start() throws SQLException {
        begin.execute();
        if (dataVersion() != version) {
            execute("ROLLBACK");
            throw new ForeignWriter();
        }
    }

    private long dataVersion() throws SQLException {
        try (ResultSet answer = dataVersion.executeQuery()) {
            return answer.getLong(1);
        }
    }

    /** What is in memory may differ from the file: it is read again before anything else is written. */
    private static final class ForeignWriter extends SQLException {
        private static final long serialVersionUID = 1;

        ForeignWriter() {
            super("another program wrote into the file: it must be the only one");
        }
    }

    /** The slow way, taken when one of the batch is known to be bad. */
    private void runApart(QueuedWork<WriteStatements, ?> queuedWork) throws SQLException {
        execute("SAVEPOINT apart");
        try {
            queuedWork.run(session);
        } catch (SQLException | RuntimeException e) {
            if (!SqliteFault.ofOneOperation(e)) {
                throw e;
            }
            execute("ROLLBACK TO apart");
            queuedWork.fail(SqliteFault.internal());
        }
        execute("RELEASE apart");
    }

    private long ask(String pragma) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(pragma)) {
            return answer.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
