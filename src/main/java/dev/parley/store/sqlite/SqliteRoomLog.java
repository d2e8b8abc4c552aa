package dev.parley.store.sqlite;

import dev.parley.store.Claim;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import dev.parley.store.RoomLog;
import io.vertx.core.Future;
import java.util.Optional;

/** Rooms' logs in SQLite: each write is work for the writer thread. Any thread. */
record SqliteRoomLog(
        WorkQueue<WriteStatements> writes, WorkQueue<RetiredEvents> erasures, WorkQueue<ReadStatements> reads)
        implements RoomLog {
    @Override
    public Future<Claim> claim(String room, String owner) {
        return writes.submit(statements -> statements.claim(room, owner));
    }

    @Override
    public Future<Optional<String>> owner(String room) {
        return reads.submit(statements -> statements.rooms().owner(room));
    }

    @Override
    public Future<Void> release(String room, long epoch) {
        return writes.submit(statements -> statements.release(room, epoch));
    }

    @Override
    public Future<Committed> commit(Commit commit) {
        return writes.submit(statements -> statements.commit(commit));
    }

    @Override
    public Future<Boolean> erase(String room) {
        Future<Boolean> submitted = erasures.submit(retired -> retired.erase(room));
        writes.wake();
        return submitted;
    }
}
