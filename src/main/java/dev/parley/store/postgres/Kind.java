package dev.parley.store.postgres;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** A kind of operations on rooms, and the statement that does many of them. Stateless. */
abstract class Kind<J extends Job<?>> {
    private final Class<J> type;
    private final String sql;

    Kind(Class<J> type, String sql) {
        this.type = type;
        this.sql = sql;
    }

    abstract Tuple parameters(List<J> jobs);

    /** Replies to them by what the statement said. */
    abstract void reply(List<J> jobs, RowSet<Row> rows);

    /** Does them all and replies; completes when that is done, whatever became of it. */
    final Future<Void> run(Link link, List<Job<?>> jobs) {
        return runTyped(link, jobs.stream().map(type::cast).toList());
    }

    private Future<Void> runTyped(Link link, List<J> jobs) {
        return link.run(sql, parameters(jobs)).transform(rows -> {
            if (rows.succeeded()) {
                reply(jobs, rows.result());
                return Future.succeededFuture();
            }
            if (jobs.size() > 1 && Fault.ofOneOperation(rows.cause())) {
                // Nothing was done. The half without the bad one can be, and so on, in order.
                int half = jobs.size() / 2;
                return runTyped(link, jobs.subList(0, half))
                        .compose(v -> runTyped(link, jobs.subList(half, jobs.size())));
            }
            jobs.forEach(job -> job.fail(Fault.refusal(rows.cause())));
            return Future.succeededFuture();
        });
    }
}
