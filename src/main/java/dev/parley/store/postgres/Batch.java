package dev.parley.store.postgres;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Operations of one kind, of which none decides on another, so that one statement can do them all by what is stored
 * before it. An operation that does not fit waits for the next batch, and everything of its room behind it.
 */
final class Batch {
    private final List<Operation<?>> operations = new ArrayList<>();
    private final Set<Object> keys = new HashSet<>();
    private final Set<String> deferredRooms = new HashSet<>();
    private final Deque<Operation<?>> deferred = new ArrayDeque<>();

    private Batch() {}

    /** Takes at most {@code most} from the front of a queue that is not empty; what does not fit stays at its front. */
    static Batch from(Deque<Operation<?>> queue, int most) {
        Batch batch = new Batch();
        while (!queue.isEmpty() && batch.operations.size() < most && batch.deferred.size() < most) {
            batch.add(queue.poll());
        }
        while (!batch.deferred.isEmpty()) {
            queue.addFirst(batch.deferred.pollLast());
        }
        return batch;
    }

    List<Operation<?>> operations() {
        return operations;
    }

    BatchStatement<?> statement() {
        return operations.get(0).statement();
    }

    private void add(Operation<?> operation) {
        if (fits(operation)) {
            operations.add(operation);
        } else {
            deferredRooms.add(operation.room());
            deferred.add(operation);
        }
    }

    private boolean fits(Operation<?> operation) {
        if (deferredRooms.contains(operation.room())
                || (!operations.isEmpty() && operation.statement() != statement())) {
            return false;
        }
        for (Object key : operation.prepared()) {
            if (!keys.add(key)) {
                return false;
            }
        }
        return true;
    }
}
