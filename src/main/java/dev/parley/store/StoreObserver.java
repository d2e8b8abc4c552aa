package dev.parley.store;

import java.util.function.IntSupplier;

/** Is told of the transactions of a store, for metrics. Called on the store's own threads; must not block or throw. */
public interface StoreObserver {
    StoreObserver NONE = new StoreObserver() {
        @Override
        public void committed(int operations, long nanos) {}

        @Override
        public void failed() {}
    };

    /**
     * One transaction is durable: how many operations shared it, and how long it took. Called before their callers get
     * replies.
     */
    void committed(int operations, long nanos);

    /** The store is open; {@code depth} tells from any thread how many operations wait for a commit. Called once. */
    default void queue(IntSupplier depth) {}

    /** One transaction failed: all its operations failed with {@code unavailable}. */
    void failed();
}
