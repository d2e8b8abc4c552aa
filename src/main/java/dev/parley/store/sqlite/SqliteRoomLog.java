package dev.parley.store.sqlite;

import dev.parley.model.RoomOptions;
import dev.parley.store.Append;
import dev.parley.store.Appended;
import dev.parley.store.Claim;
import dev.parley.store.RoomLog;
import io.vertx.core.Future;
import java.util.Optional;

/** Rooms' logs in SQLite: each write is work for the writer thread. Any thread. */
record SqliteRoomLog(WorkQueue<WriteStatements> writes, WorkQueue<ReadStatements> reads) implements RoomLog {
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
    public Future<Appended> append(Append append) {
        return writes.submit(statements -> statements.append(append));
    }

    @Override
    public Future<Boolean> configure(String room, long epoch, RoomOptions options) {
        return writes.submit(statements -> statements.configure(room, epoch, options));
    }
}
