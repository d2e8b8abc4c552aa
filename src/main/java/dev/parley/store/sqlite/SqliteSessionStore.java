package dev.parley.store.sqlite;

import dev.parley.store.SessionStore;
import dev.parley.store.StoredSession;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sessions in SQLite: writes are work for the writer thread, reads for a reader thread. Any thread. */
record SqliteSessionStore(WorkQueue<WriteStatements> writes, WorkQueue<ReadStatements> reads) implements SessionStore {
    @Override
    public Future<Void> put(StoredSession session) {
        return writes.submit(statements -> statements.sessions().put(session));
    }

    @Override
    public Future<Optional<StoredSession>> find(String key) {
        return reads.submit(statements -> statements.sessions().find(key));
    }

    @Override
    public Future<Boolean> end(String key) {
        return writes.submit(statements -> statements.sessions().end(key));
    }

    @Override
    public Future<Set<String>> endedAmong(Collection<String> keys) {
        List<String> asked = List.copyOf(keys);
        return reads.submit(statements -> statements.sessions().endedAmong(asked));
    }

    @Override
    public Future<Void> expire(long before) {
        return writes.submit(statements -> statements.sessions().expire(before));
    }

    @Override
    public Future<Void> adopt(String guest, String user, String name, String key) {
        return writes.submit(statements -> statements.sessions().adopt(guest, user, name, key));
    }
}
