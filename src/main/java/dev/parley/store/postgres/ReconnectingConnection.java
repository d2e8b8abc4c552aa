package dev.parley.store.postgres;

import dev.parley.model.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A connection that is made again when it is lost. Lives on a context of its own.
 *
 * <pre>
 *   up ──broke, no answer in time, or the server cannot write──▶ down ──connected, probed──▶ up
 *                                                    └── fails what it is asked, connects every second
 * </pre>
 */
final class ReconnectingConnection {
    private static final long FIRST_RETRY_MS = 20;
    private static final long LAST_RETRY_MS = 1000;

    /** A frozen server takes connections and closes none: so many are enough to wait for it. */
    private static final int HALF_CLOSED_MAX = 4;

    private final ContextInternal context;
    private final PgConnectOptions options;
    private final List<String> preparation;
    private final long timeoutMs;
    private final Availability availability;
    private final AtomicInteger waiting = new AtomicInteger();
    private PgConnection pgConnection;
    private SqlConnection connection; // null while down
    private Throwable cause = new PgFault.Away("not connected yet");
    private long retryMs = FIRST_RETRY_MS;
    private int halfClosed;
    private boolean closed;
    private volatile boolean up;
    private volatile boolean occupied;

    /** {@code preparation} is what each connection has to do before it is used. */
    ReconnectingConnection(
            ContextInternal context,
            PgConnectOptions options,
            Duration timeout,
            List<String> preparation,
            Availability availability) {
        this.context = context;
        this.options = options;
        this.timeoutMs = timeout.toMillis();
        this.preparation = preparation;
        this.availability = availability;
    }

    ContextInternal context() {
        return context;
    }

    /** Connects for the first time. */
    Future<Void> open() {
        return onContext(this::connect);
    }

    /** Any thread. */
    boolean isUp() {
        return up;
    }

    /** Whether it is down because others have the database. Any thread. */
    boolean isOccupied() {
        return occupied;
    }

    /** Statements that were not answered yet. Any thread. */
    int waiting() {
        return waiting.get();
    }

    /** What to tell those who ask while it is down. On {@link #context}. */
    Refusal refusal() {
        return closed ? PgFault.closed() : PgFault.refusal(cause);
    }

    /** Runs a statement that is committed when it is answered. Called and completes on {@link #context}. */
    Future<RowSet<Row>> run(String sql, Tuple parameters) {
        SqlConnection mine = connection;
        if (mine == null) {
            return Future.failedFuture(cause);
        }
        waiting.incrementAndGet();
        Promise<RowSet<Row>> answer = Promise.promise();
        long timer = context.setTimer(timeoutMs, t -> {
            PgFault.Away late = new PgFault.Away("no answer in " + timeoutMs + " ms");
            lose(mine, late);
            answer.tryFail(late);
        });
        Future<RowSet<Row>> executed;
        try {
            executed = mine.preparedQuery(sql).execute(parameters);
        } catch (RuntimeException e) {
            executed = Future.failedFuture(e);
        }
        executed.onComplete(rows -> {
            context.owner().cancelTimer(timer);
            if (rows.failed() && PgFault.ofConnection(rows.cause())) {
                lose(mine, rows.cause());
            }
            if (rows.succeeded()) {
                answer.tryComplete(rows.result());
            } else {
                answer.tryFail(rows.cause());
            }
        });
        return answer.future().andThen(a -> waiting.decrementAndGet());
    }

    /** Says goodbye, and cuts the connection when that takes long. */
    Future<Void> close() {
        return onContext(() -> {
            closed = true;
            up = false;
            SqlConnection mine = connection;
            connection = null;
            cause = new PgFault.Away("closed");
            if (mine == null) {
                return Future.succeededFuture(); // an attempt that is under way ends by its time-out
            }
            Promise<Void> left = Promise.promise();
            long timer = context.setTimer(LAST_RETRY_MS, t -> left.tryComplete());
            mine.close().onComplete(v -> left.tryComplete());
            return left.future().onComplete(v -> {
                context.owner().cancelTimer(timer);
                cut(pgConnection);
            });
        });
    }

    private Future<Void> connect() {
        if (closed) {
            return Future.failedFuture(new PgFault.Away("closed"));
        }
        PgConnection attempt = new PgConnection(context, options, timeoutMs);
        pgConnection = attempt;
        Promise<SqlConnection> ready = Promise.promise();
        long timer =
                context.setTimer(timeoutMs, t -> ready.tryFail(new PgFault.Away("no answer in " + timeoutMs + " ms")));
        attempt.connection()
                .compose(this::prepare)
                .onSuccess(ready::tryComplete)
                .onFailure(ready::tryFail);
        return ready.future()
                .onComplete(v -> context.owner().cancelTimer(timer))
                .onSuccess(this::use)
                .onFailure(e -> {
                    cut(attempt);
                    down(e);
                })
                .mapEmpty();
    }

    private Future<SqlConnection> prepare(SqlConnection made) {
        Future<?> done = Future.succeededFuture();
        for (String statement : preparation) {
            done = done.compose(v -> made.query(statement).execute());
        }
        if (writes() && availability.full() != null) {
            done = done.compose(v -> prove(made));
        }
        return done.map(made);
    }

    private Future<?> prove(SqlConnection made) {
        Throwable full = availability.full();
        if (full == null) {
            return Future.succeededFuture(); // another one has
        }
        return availability.mayProve()
                ? made.query(PgConnections.PROOF).execute().onSuccess(v -> availability.proved())
                : Future.failedFuture(full);
    }

    private boolean writes() {
        return preparation.contains(PgConnections.PROBE);
    }

    /** What was asked for is stored. */
    void stored() {
        availability.stored();
    }

    private void use(SqlConnection made) {
        if (closed) {
            cut(pgConnection);
            return;
        }
        connection = made;
        retryMs = FIRST_RETRY_MS;
        up = true;
        occupied = false;
        availability.up(this);
        made.exceptionHandler(e -> lose(made, e));
        made.closeHandler(v -> lose(made, new PgFault.Away("the connection broke")));
    }

    private void lose(SqlConnection lost, Throwable why) {
        if (connection == lost) {
            connection = null;
            up = false;
            down(why);
            PgConnection doomed = pgConnection;
            context.runOnContext(v -> cut(doomed)); // later: what it fails must find this link down
        }
    }

    private void cut(PgConnection doomed) {
        halfClosed++;
        doomed.cut().onComplete(v -> context.runOnContext(w -> halfClosed--));
    }

    private void down(Throwable why) {
        cause = why;
        occupied = PgFault.isOccupied(why);
        if (closed) {
            return;
        }
        if (writes() && PgFault.ofSpace(why)) {
            availability.cannotStore(why);
        }
        availability.down(this, PgFault.problem(why));
        context.setTimer(retryMs, t -> tryAgain());
        retryMs = Math.min(LAST_RETRY_MS, 2 * retryMs);
    }

    private void tryAgain() {
        if (halfClosed < HALF_CLOSED_MAX) {
            connect().onFailure(e -> {}); // it says so in the health
        } else {
            context.setTimer(LAST_RETRY_MS, t -> tryAgain());
        }
    }

    private <T> Future<T> onContext(Supplier<Future<T>> task) {
        Promise<T> done = Promise.promise();
        context.runOnContext(v -> task.get().onComplete(done));
        return done.future();
    }
}
