package dev.parley.store;

/** Who wants to know what a store does, for metrics. Called on the store's own threads; must not block or throw. */
public interface StoreObserver {
    StoreObserver NONE = new StoreObserver() {
        @Override
        public void committed(int operations, long nanos) {}

        @Override
        public void failed() {}
    };

    /** One transaction is durable: how many operations shared it, and how long it took. Said before their callers are answered. */
    void committed(int operations, long nanos);

    /** One transaction failed: all its operations were answered with {@code unavailable}. */
    void failed();
}
