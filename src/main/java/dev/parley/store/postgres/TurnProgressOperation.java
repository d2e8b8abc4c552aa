package dev.parley.store.postgres;

import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import io.vertx.core.internal.ContextInternal;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Stores how far a turn is, if it is in progress in the attempt given, and its next attempt; replies whether it is. */
final class TurnProgressOperation extends Operation<Boolean> {
    private static final BatchStatement<TurnProgressOperation> STATEMENT = new BatchStatement<>(
            TurnProgressOperation.class,
            """
            WITH asked AS (
              SELECT * FROM unnest($1::text[], $2::text[], $3::integer[], $4::integer[], $5::text[])
              WITH ORDINALITY AS a (room, id, attempt, next, progress, i)
            ), locked AS (
              SELECT r.id FROM rooms r WHERE r.id = ANY ($1) ORDER BY r.id FOR UPDATE
            )
            UPDATE turns SET attempt = a.next, progress = a.progress
            FROM locked l JOIN asked a ON a.room = l.id
            WHERE turns.room = a.room AND turns.id = a.id AND turns.attempt = a.attempt AND turns.state = 'running'
            RETURNING a.i::integer""",
            TurnProgressOperation::parameters,
            BatchStatement::replyWhetherDone);

    private final Turn turn;
    private final int next;
    private final TurnProgress progress;

    TurnProgressOperation(ContextInternal caller, Turn turn, int next, TurnProgress progress) {
        super(caller, turn.room(), STATEMENT);
        this.turn = turn;
        this.next = next;
        this.progress = progress;
    }

    @Override
    List<?> keys() {
        return List.of(new TurnKey(turn.room(), turn.id()));
    }

    private static Tuple parameters(List<TurnProgressOperation> operations) {
        return Tuple.wrap(new Object[] {
            operations.stream().map(TurnProgressOperation::room).toArray(String[]::new),
            operations.stream().map(operation -> operation.turn.id()).toArray(String[]::new),
            operations.stream().map(operation -> operation.turn.attempt()).toArray(Integer[]::new),
            operations.stream().map(operation -> operation.next).toArray(Integer[]::new),
            operations.stream()
                    .map(operation -> operation.progress.toJson().encode())
                    .toArray(String[]::new)
        });
    }
}
