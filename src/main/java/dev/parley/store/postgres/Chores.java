package dev.parley.store.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is to be done in the database beside the rooms' work: numbers old rooms, erases what was deleted and what
 * rooms do not keep, forgets digests, builds indexes. Every node looks every {@link #PAUSE_MS} whether there is something; one at a time does it, the one whose
 * session got an advisory lock. On a context of its own; {@link #start} and {@link #close} from any thread.
 *
 * <pre>
 * WAITING ── time to look ──► WORKING ── nothing more to do, or it failed ──► WAITING
 * any ── close ──► CLOSED
 * </pre>
 */
final class Chores {
    private enum State {
        WAITING,
        WORKING,
        CLOSED
    }

    static final long PAUSE_MS = 10_000;

    private static final long FIRST_PAUSE_MS = 500;

    /** The index of a large database takes long. */
    private static final Duration RUN_MAX = Duration.ofHours(12);

    private static final Logger LOG = LoggerFactory.getLogger(Chores.class);

    /** The table's number stands for this schema in this database; the other means nothing. */
    private static final String LOCK =
            "SELECT pg_try_advisory_lock((1885434989::bigint << 32) + 'rooms'::regclass::oid::bigint)";

    /** A vacuum rests in between, as the server's own do. A session whose node died ends soon, with what it does. */
    private static final String PREPARATION =
            """
            SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;
            SET statement_timeout = 0; SET lock_timeout = 0; SET vacuum_cost_delay = 2; SET jit = off;
            SET enable_seqscan = off""";

    private static final List<ConcurrentIndex> INDEXES = List.of(
            new ConcurrentIndex(
                    "rooms_listed", "INDEX", "rooms", "(id) WHERE NOT private AND left(id, 7) <> 'direct:'"),
            new ConcurrentIndex("rooms_with_retention", "INDEX", "rooms", "(id) WHERE retention IS NOT NULL"));

    private static final String DUE =
            """
            SELECT n.done,
              EXISTS (SELECT FROM deletions d
                      WHERE NOT d.erased AND d.at < clock_timestamp() - $1 * interval '1 second')
              OR EXISTS (SELECT FROM retired WHERE dirty_at < clock_timestamp() - $3 * interval '1 second'),
              EXISTS (SELECT FROM deletions d
                      WHERE NOT d.forgotten AND d.at < clock_timestamp() - $2 * interval '1 second'),
              (SELECT count(*) < 2 FROM pg_index
               WHERE indisvalid AND indexrelid IN (to_regclass('rooms_listed'), to_regclass('rooms_with_retention'))),
              %s
            FROM numbering n"""
                    .formatted(RetiredChore.IS_DUE);

    private final Vertx vertx;
    private final ReadBalancer reads;
    private final Supplier<PgConnection> connect;
    private final Numbering numbering;
    private State state = State.WAITING; // guarded by this
    private PgConnection session; // guarded by this; null unless WORKING
    private String lastProblem = ""; // guarded by this

    /** What there is to do. */
    private record Due(boolean numbering, boolean erasure, boolean digests, boolean indexes, boolean retired) {
        boolean isNothing() {
            return !numbering && !erasure && !digests && !indexes && !retired;
        }
    }

    /**
     * @param vertx of the store
     * @param connect makes a session for a run of chores, on a context of its own
     */
    Chores(Vertx vertx, ReadBalancer reads, Supplier<PgConnection> connect, Numbering numbering) {
        this.vertx = vertx;
        this.reads = reads;
        this.connect = connect;
        this.numbering = numbering;
    }

    /** Completes when it is known how messages are read; what there is to do is done later. */
    Future<Void> start() {
        return look().onSuccess(due -> lookLater(due.isNothing() ? PAUSE_MS : FIRST_PAUSE_MS))
                .mapEmpty();
    }

    /** Ends what is under way: another node, or the next start, goes on with it. */
    synchronized void close() {
        if (session != null) {
            session.cut().onFailure(e -> {});
        }
        to(State.CLOSED);
    }

    private synchronized void lookLater(long afterMs) {
        if (state != State.CLOSED) {
            vertx.setTimer(afterMs, t -> look().onSuccess(this::work).onFailure(e -> lookLater(PAUSE_MS)));
        }
    }

    private Future<Due> look() {
        return reads.query(
                DUE,
                Tuple.of(
                        (double) ErasureChore.PAUSE.toSeconds(),
                        (double) ErasureChore.DIGESTS_KEPT.toSeconds(),
                        (double) ErasureChore.RETIRED_PAUSE.toSeconds()),
                rows -> {
                    Row row = rows.iterator().next();
                    if (row.getBoolean(0)) {
                        numbering.done();
                    }
                    return new Due(
                            !row.getBoolean(0),
                            row.getBoolean(1),
                            row.getBoolean(2),
                            row.getBoolean(3),
                            row.getBoolean(4));
                });
    }

    private void work(Due due) {
        PgConnection mine = due.isNothing() ? null : beginSession();
        if (mine == null) {
            lookLater(PAUSE_MS);
            return;
        }
        long limit = vertx.setTimer(RUN_MAX.toMillis(), t -> mine.cut().onFailure(e -> {}));
        mine.connection().compose(made -> work(due, made)).onComplete(done -> {
            vertx.cancelTimer(limit);
            mine.cut().onFailure(e -> {}); // with its lock
            endSession(done.failed() ? PgFault.problem(done.cause()) : "");
            lookLater(PAUSE_MS);
        });
    }

    private synchronized PgConnection beginSession() {
        if (state != State.WAITING) {
            return null;
        }
        session = connect.get();
        to(State.WORKING);
        return session;
    }

    private synchronized void endSession(String problem) {
        if (state == State.CLOSED) {
            return;
        }
        if (!problem.isEmpty() && !problem.equals(lastProblem)) {
            LOG.warn("the store could not be tidied up, and will be later: {}", problem);
        }
        lastProblem = problem;
        session = null;
        to(State.WAITING);
    }

    private void to(State next) {
        if (state != State.CLOSED) {
            state = next;
        }
    }

    private Future<Void> work(Due due, SqlConnection made) {
        return made.query(PREPARATION)
                .execute()
                .compose(v -> made.query(LOCK).execute())
                .compose(
                        rows -> rows.iterator().next().getBoolean(0) ? workAlone(due, made) : Future.succeededFuture());
    }

    private Future<Void> workAlone(Due due, SqlConnection made) {
        ErasureChore erasure = new ErasureChore(made, vertx);
        Future<Void> done = due.retired() ? new RetiredChore(made, vertx).run() : Future.succeededFuture();
        return done.compose(v -> due.erasure() ? erasure.erase() : Future.succeededFuture())
                .compose(v -> due.digests() ? erasure.forgetDigests() : Future.succeededFuture())
                .compose(v -> due.numbering() ? number(made) : Future.succeededFuture())
                .compose(v -> due.indexes() ? buildIndexes(made) : Future.succeededFuture());
    }

    private static Future<Void> buildIndexes(SqlConnection made) {
        Future<Void> done = Future.succeededFuture();
        for (ConcurrentIndex index : INDEXES) {
            done = done.compose(v -> index.build(made));
        }
        return done;
    }

    private Future<Void> number(SqlConnection made) {
        return new NumberingChore(made, vertx).run().onSuccess(v -> {
            numbering.done();
            LOG.info("the messages of all rooms are numbered");
        });
    }
}
