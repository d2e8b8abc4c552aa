package dev.parley.store.postgres;

import dev.parley.store.Commit;
import dev.parley.store.Committed;
import io.vertx.core.internal.ContextInternal;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/** A commit of one event and nothing else; the function {@code commit_events} stores many of them at once. */
final class PlainCommit extends Operation<Committed> {
    private static final BatchStatement<PlainCommit> STATEMENT = new BatchStatement<>(
            PlainCommit.class,
            """
            SELECT outcome, number, last, at, known_digest
            FROM commit_events($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""",
            PlainCommit::parameters,
            PlainCommit::reply);

    private final Commit commit;

    PlainCommit(ContextInternal caller, Commit commit) {
        super(caller, commit.room(), STATEMENT);
        this.commit = commit;
    }

    @Override
    List<?> keys() {
        Commit.Cause cause = commit.cause();
        return cause == null ? List.of() : List.of(new MessageKey(commit.room(), cause.id(), cause.from()));
    }

    @Override
    boolean addsEvents() {
        return true;
    }

    private static Tuple parameters(List<PlainCommit> operations) {
        List<Commit> commits =
                operations.stream().map(operation -> operation.commit).toList();
        return Tuple.wrap(new Object[] {
            column(commits, Commit::room, String[]::new),
            column(commits, Commit::epoch, Long[]::new),
            column(commits, Commit::ts, Long[]::new),
            column(commits, commit -> commit.event().type(), String[]::new),
            column(commits, commit -> commit.event().id(), String[]::new),
            column(commits, commit -> commit.cause() != null, Boolean[]::new),
            column(commits, commit -> commit.event().from().id(), String[]::new),
            column(commits, commit -> commit.event().from().name(), String[]::new),
            column(commits, commit -> commit.event().from().storedKind(), String[]::new),
            column(commits, PlainCommit::digest, String[]::new),
            column(commits, commit -> commit.event().body(), String[]::new)
        });
    }

    private static String digest(Commit commit) {
        return commit.cause() == null ? null : commit.cause().digest();
    }

    private static <R, C> C[] column(List<R> rows, Function<R, C> cell, IntFunction<C[]> array) {
        return rows.stream().map(cell).toArray(array);
    }

    private static void reply(List<PlainCommit> operations, RowSet<Row> rows) {
        int n = 0;
        for (Row row : rows) {
            PlainCommit operation = operations.get(n++);
            BatchStatement.replyTo(operation, () -> operation.succeed(CommitRow.committed(operation.commit, row)));
        }
    }

    private record MessageKey(String room, String id, String from) {}
}
