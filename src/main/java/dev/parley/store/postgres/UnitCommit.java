package dev.parley.store.postgres;

import dev.parley.store.Commit;
import dev.parley.store.Committed;
import io.vertx.core.internal.ContextInternal;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A commit of any shape; the function {@code commit_units} does many of them, one after the other, so that one may
 * decide on what the one before it wrote.
 */
final class UnitCommit extends Operation<Committed> {
    private static final BatchStatement<UnitCommit> STATEMENT = new BatchStatement<>(
            UnitCommit.class,
            "SELECT outcome, number, last, at, known_digest FROM commit_units($1)",
            UnitCommit::parameters,
            UnitCommit::reply);

    private final Commit commit;
    private String json;

    UnitCommit(ContextInternal caller, Commit commit) {
        super(caller, commit.room(), STATEMENT);
        this.commit = commit;
    }

    /** None: units of a room share a batch. Their JSON is made here, on the caller's thread. */
    @Override
    List<?> keys() {
        json = CommitJson.of(commit).encode();
        return List.of();
    }

    @Override
    boolean addsEvents() {
        return !commit.events().isEmpty();
    }

    private static Tuple parameters(List<UnitCommit> units) {
        return Tuple.of(units.stream().map(unit -> unit.json).collect(Collectors.joining(",", "[", "]")));
    }

    private static void reply(List<UnitCommit> units, RowSet<Row> rows) {
        int n = 0;
        for (Row row : rows) {
            UnitCommit unit = units.get(n++);
            BatchStatement.replyTo(unit, () -> unit.succeed(CommitRow.committed(unit.commit, row)));
        }
    }
}
