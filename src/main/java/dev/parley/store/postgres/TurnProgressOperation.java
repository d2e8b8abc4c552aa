package dev.parley.store.postgres;

import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import io.vertx.core.internal.ContextInternal;
import java.util.List;

/** How far a turn is, which waits in its room's lane to be kept. */
final class TurnProgressOperation extends Operation<Boolean> {
    private final Turn turn;
    private final int next;
    private final TurnProgress progress;

    TurnProgressOperation(ContextInternal caller, Turn turn, int next, TurnProgress progress) {
        super(caller);
        this.turn = turn;
        this.next = next;
        this.progress = progress;
    }

    Turn turn() {
        return turn;
    }

    int next() {
        return next;
    }

    TurnProgress progress() {
        return progress;
    }

    @Override
    String room() {
        return turn.room();
    }

    @Override
    BatchStatement<?> statement() {
        return TurnProgressStatement.INSTANCE;
    }

    @Override
    List<?> keys() {
        return List.of(new TurnKey(turn.room(), turn.id()));
    }

    private record TurnKey(String room, String id) {}
}
