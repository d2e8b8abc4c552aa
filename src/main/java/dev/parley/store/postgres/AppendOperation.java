package dev.parley.store.postgres;

import dev.parley.model.Turn;
import dev.parley.store.Append;
import dev.parley.store.Appended;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;

/** An append that waits in its room's lane. */
final class AppendOperation extends Operation<Appended> {
    private final Append append;

    AppendOperation(ContextInternal caller, Append append) {
        super(caller);
        this.append = append;
    }

    Append append() {
        return append;
    }

    @Override
    String room() {
        return append.room();
    }

    @Override
    BatchStatement<?> statement() {
        return AppendStatement.INSTANCE;
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

    private record MessageKey(String room, String id, String from) {}

    private record TurnKey(String room, String id) {}
}
