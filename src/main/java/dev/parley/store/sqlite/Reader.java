package dev.parley.store.sqlite;

import dev.parley.store.delivery.Delivery;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A reader thread: its own connection, opened with the first read and again after one that failed. */
final class Reader implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Reader.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Database database;
    private final Tail tail;
    private final Lane<ReadQueries> lane;
    private ReadQueries queries;

    Reader(Database database, Tail tail, Lane<ReadQueries> lane) {
        this.database = database;
        this.tail = tail;
        this.lane = lane;
    }

    @Override
    public void run() {
        while (!lane.drained()) {
            List<Pending<ReadQueries, ?>> one = lane.next(1, LOOK_EVERY);
            one.forEach(this::read);
            Delivery.deliver(one);
        }
        lane.end();
        close();
    }

    private void read(Pending<ReadQueries, ?> pending) {
        try {
            if (queries == null) {
                queries = new ReadQueries(database.openReader(), tail);
            }
            pending.run(queries);
        } catch (SQLException | RuntimeException | Error e) { // whatever it was, this thread goes on
            LOG.warn("a read failed: {}", Fault.problem(e));
            pending.fail(Fault.ofOneOperation(e) ? Fault.internal() : Fault.away(e));
            close();
        }
    }

    private void close() {
        try {
            if (queries != null) {
                queries.close();
            }
        } catch (SQLException e) {
            LOG.warn("closing a reader's connection failed: {}", Fault.problem(e));
        }
        queries = null;
    }
}
