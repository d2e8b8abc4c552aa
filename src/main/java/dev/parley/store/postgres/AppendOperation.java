package dev.parley.store.postgres;

import dev.parley.model.Turn;
import dev.parley.store.Append;
import dev.parley.store.Appended;
import dev.parley.store.TurnEnd;
import io.vertx.core.internal.ContextInternal;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Stores an event, with the turns that start and end with it; the function {@code append_events} does many of them. */
final class AppendOperation extends Operation<Appended> {
    static final BatchStatement<AppendOperation> STATEMENT = new BatchStatement<>(
            AppendOperation.class,
            """
            SELECT outcome, number, at, known_digest FROM append_events(
              $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
              $21, $22, $23, $24, $25, $26)""",
            AppendOperation::parameters,
            AppendOperation::reply);

    private final Append append;

    AppendOperation(ContextInternal caller, Append append) {
        super(caller, append.room(), STATEMENT);
        this.append = append;
    }

    @Override
    List<?> keys() {
        List<Object> keys = new ArrayList<>(2);
        if (append.clientId()) {
            keys.add(new MessageKey(append.room(), append.id(), append.from().id()));
        }
        if (append.ends() != null) {
            keys.add(new TurnKey(append.room(), append.ends().turn().id()));
        }
        for (Turn turn : append.starts()) {
            keys.add(new TurnKey(append.room(), turn.id()));
        }
        return keys;
    }

    private static Tuple parameters(List<AppendOperation> operations) {
        List<Append> appends =
                operations.stream().map(operation -> operation.append).toList();
        List<Started> started = started(appends);
        return Tuple.wrap(new Object[] {
            column(appends, Append::room, String[]::new),
            column(appends, Append::epoch, Long[]::new),
            column(appends, Append::ts, Long[]::new),
            column(appends, Append::type, String[]::new),
            column(appends, Append::id, String[]::new),
            column(appends, Append::clientId, Boolean[]::new),
            column(appends, append -> append.from().id(), String[]::new),
            column(appends, append -> append.from().name(), String[]::new),
            column(appends, append -> append.from().storedKind(), String[]::new),
            column(appends, Append::digest, String[]::new),
            column(appends, Append::body, String[]::new),
            endColumn(appends, end -> end.turn().id(), String[]::new),
            endColumn(appends, end -> end.turn().attempt(), Integer[]::new),
            endColumn(appends, end -> end.reason().text(), String[]::new),
            endColumn(
                    appends,
                    end -> end.usage() == null ? null : (long) end.usage().input(),
                    Long[]::new),
            endColumn(
                    appends,
                    end -> end.usage() == null ? null : (long) end.usage().output(),
                    Long[]::new),
            endColumn(appends, end -> end.usage() == null ? null : end.usage().estimated(), Boolean[]::new),
            endColumn(appends, end -> end.progress().toJson().encode(), String[]::new),
            column(started, Started::row, Integer[]::new),
            column(started, start -> start.turn().id(), String[]::new),
            column(started, start -> start.turn().assistant(), String[]::new),
            column(started, start -> start.turn().attempt(), Integer[]::new),
            column(started, start -> start.turn().asker().id(), String[]::new),
            column(started, start -> start.turn().asker().name(), String[]::new),
            column(started, start -> start.turn().asker().storedKind(), String[]::new),
            column(started, start -> start.turn().depth(), Integer[]::new)
        });
    }

    private static void reply(List<AppendOperation> operations, RowSet<Row> rows) {
        int n = 0;
        for (Row row : rows) {
            AppendOperation operation = operations.get(n++);
            BatchStatement.replyTo(operation, () -> operation.succeed(appended(operation.append, row)));
        }
    }

    private static Appended appended(Append append, Row row) {
        long number = row.getLong(1);
        return switch (row.getString(0)) {
            case "stored" -> new Appended.Stored(number);
            case "duplicate" ->
                new Appended.Duplicate(
                        number,
                        row.getLong(2),
                        append.digest() != null && append.digest().equals(row.getString(3)));
            case "over" -> new Appended.TurnOver();
            default -> new Appended.Fenced(number);
        };
    }

    private static List<Started> started(List<Append> appends) {
        List<Started> started = new ArrayList<>();
        for (int row = 1; row <= appends.size(); row++) {
            for (Turn turn : appends.get(row - 1).starts()) {
                started.add(new Started(row, turn));
            }
        }
        return started;
    }

    private static <C> C[] endColumn(List<Append> appends, Function<TurnEnd, C> cell, IntFunction<C[]> array) {
        return column(appends, append -> append.ends() == null ? null : cell.apply(append.ends()), array);
    }

    private static <R, C> C[] column(List<R> rows, Function<R, C> cell, IntFunction<C[]> array) {
        return rows.stream().map(cell).toArray(array);
    }

    /** A turn that begins with the append in this row. */
    private record Started(int row, Turn turn) {}

    private record MessageKey(String room, String id, String from) {}
}
