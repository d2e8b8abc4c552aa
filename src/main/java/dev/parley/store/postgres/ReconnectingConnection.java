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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A connection to the server that is made again when it is lost. Lives on a context of its own; any thread may ask for
 * its state.
 *
 * <pre>
 * DOWN, OCCUPIED ── connected and prepared ──► UP ── it broke, no answer in time, the server cannot write ──► DOWN
 * DOWN ── others use the database ──► OCCUPIED ── any other failure to connect ──► DOWN
 * any ── close ──► CLOSED
 * </pre>
 *
 * <p>Unless it is UP it fails every statement, and, unless it is CLOSED, tries to connect again after 20 ms, then less
 * and less often, at last every second.
 */
final class ReconnectingConnection {
    private enum State {
        DOWN,
        /** Down because others use the database. */
        OCCUPIED,
        UP,
        CLOSED
    }

    private static final long FIRST_RETRY_MS = 20;
    private static final long LAST_RETRY_MS = 1000;

    /** A frozen server takes connections and closes none: so many are enough to wait for it. */
    private static final int HALF_CLOSED_MAX = 4;

    private final ContextInternal context;
    private final PgConnectOptions options;
    private final Preparation preparation;
    private final Availability availability;
    private final long timeoutMs;
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile State state = State.DOWN;
    private PgConnection pgConnection;
    private SqlConnection connection; // null unless UP
    private volatile Throwable cause = new PgFault.Away("not connected yet"); // unless UP
    private long retryMs = FIRST_RETRY_MS;
    private int halfClosed;

    ReconnectingConnection(
            ContextInternal context, PgConnectOptions options, Duration timeout, Preparation preparation) {
        this.context = context;
        this.options = options;
        this.timeoutMs = timeout.toMillis();
        this.preparation = preparation;
        this.availability = preparation.availability();
    }

    ContextInternal context() {
        return context;
    }

    /** Connects for the first time, which may take so long: a process that has just started is slow. */
    Future<Void> open(Duration patience) {
        return onContext(() -> connect(patience.toMillis()));
    }

    /** Any thread. */
    boolean isUp() {
        return state == State.UP;
    }

    /** Whether it is down because others use the database. Any thread. */
    boolean isOccupied() {
        return state == State.OCCUPIED;
    }

    /** Statements that were not answered yet. Any thread. */
    int waiting() {
        return waiting.get();
    }

    /** The refusal of everything that is asked while it is not up. On {@link #context}. */
    Refusal refusal() {
        return state == State.CLOSED ? PgFault.closed() : PgFault.refusal(cause);
    }

    /** Runs a statement that is committed when it is answered. Called and completes on {@link #context}. */
    Future<RowSet<Row>> run(String sql, Tuple parameters) {
        return run(made -> made.preparedQuery(sql).execute(parameters), PgFault::ofConnection);
    }

    /**
     * Runs what is asked of the connection, which is lost when there is no answer in time, or a failure that is
     * {@code fatal}. Called and completes on {@link #context}.
     */
    <T> Future<T> run(Function<SqlConnection, Future<T>> asked, Predicate<Throwable> fatal) {
        SqlConnection mine = connection;
        if (mine == null) {
            return Future.failedFuture(cause);
        }
        waiting.incrementAndGet();
        Promise<T> answer = Promise.promise();
        long timer = context.setTimer(timeoutMs, t -> {
            PgFault.Away late = noAnswer(timeoutMs);
            lose(mine, late);
            answer.tryFail(late);
        });
        Future<T> executed;
        try {
            executed = asked.apply(mine);
        } catch (RuntimeException e) {
            executed = Future.failedFuture(e);
        }
        executed.onComplete(done -> {
            context.owner().cancelTimer(timer);
            if (done.failed() && fatal.test(done.cause())) {
                lose(mine, done.cause());
            }
            if (done.succeeded()) {
                answer.tryComplete(done.result());
            } else {
                answer.tryFail(done.cause());
            }
        });
        return answer.future().andThen(a -> waiting.decrementAndGet());
    }

    /** Appends were stored on it. */
    void stored() {
        availability.stored();
    }

    /** Ends the session with the server, and cuts the connection when that takes long. */
    Future<Void> close() {
        return onContext(() -> {
            SqlConnection mine = connection;
            cause = new PgFault.Away("closed");
            to(State.CLOSED);
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

    private Future<Void> connect(long withinMs) {
        if (state == State.CLOSED) {
            return Future.failedFuture(cause);
        }
        PgConnection attempt = new PgConnection(context, options, withinMs);
        pgConnection = attempt;
        Promise<SqlConnection> ready = Promise.promise();
        long timer = context.setTimer(withinMs, t -> ready.tryFail(noAnswer(withinMs)));
        attempt.connection()
                .compose(preparation::apply)
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

    private void use(SqlConnection made) {
        if (state == State.CLOSED) {
            cut(pgConnection);
            return;
        }
        connection = made;
        to(State.UP);
        made.exceptionHandler(e -> lose(made, e));
        made.closeHandler(v -> lose(made, new PgFault.Away("the connection broke")));
    }

    private void lose(SqlConnection lost, Throwable why) {
        if (connection == lost) {
            down(why);
            PgConnection doomed = pgConnection;
            context.runOnContext(v -> cut(doomed)); // later: what it fails must find this connection down
        }
    }

    private void down(Throwable why) {
        if (state != State.CLOSED) {
            cause = why;
            to(PgFault.isOccupied(why) ? State.OCCUPIED : State.DOWN);
        }
    }

    private void to(State next) {
        state = next;
        if (next == State.UP) {
            retryMs = FIRST_RETRY_MS;
            availability.up(this);
            return;
        }
        connection = null;
        if (next != State.CLOSED) {
            if (preparation.isForWriting() && PgFault.ofSpace(cause)) {
                availability.cannotStore(cause);
            }
            availability.down(this, PgFault.problem(cause));
            context.setTimer(retryMs, t -> retry());
            retryMs = Math.min(LAST_RETRY_MS, 2 * retryMs);
        }
    }

    private void retry() {
        if (halfClosed < HALF_CLOSED_MAX) {
            connect(timeoutMs).onFailure(e -> {}); // the health tells it
        } else {
            context.setTimer(LAST_RETRY_MS, t -> retry());
        }
    }

    private void cut(PgConnection doomed) {
        halfClosed++;
        doomed.cut().onComplete(v -> context.runOnContext(w -> halfClosed--));
    }

    private static PgFault.Away noAnswer(long withinMs) {
        return new PgFault.Away("no response within " + withinMs + " ms");
    }

    private <T> Future<T> onContext(Supplier<Future<T>> task) {
        Promise<T> done = Promise.promise();
        context.runOnContext(v -> task.get().onComplete(done));
        return done.future();
    }
}
