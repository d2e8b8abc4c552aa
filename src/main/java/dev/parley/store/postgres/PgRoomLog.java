package dev.parley.store.postgres;

import dev.parley.store.Claim;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import dev.parley.store.RoomLog;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Iterator;
import java.util.Optional;

/** Rooms' logs in Postgres: each write is an {@link Operation} in its room's lane. Any thread. */
record PgRoomLog(RoomLanes lanes, ReadBalancer reads) implements RoomLog {
    @Override
    public Future<Claim> claim(String room, String owner) {
        return lanes.of(room).submit(caller -> new ClaimOperation(caller, room, owner));
    }

    @Override
    public Future<Optional<String>> owner(String room) {
        return reads.query("SELECT owner FROM rooms WHERE id = $1 AND owner IS NOT NULL", Tuple.of(room), rows -> {
            Iterator<Row> found = rows.iterator();
            return found.hasNext() ? Optional.of(found.next().getString(0)) : Optional.empty();
        });
    }

    @Override
    public Future<Void> release(String room, long epoch) {
        return lanes.of(room).submit(caller -> new ReleaseOperation(caller, room, epoch));
    }

    @Override
    public Future<Committed> commit(Commit commit) {
        return lanes.of(commit.room())
                .submit(caller -> commit.isPlain() ? new PlainCommit(caller, commit) : new UnitCommit(caller, commit));
    }

    @Override
    public Future<Boolean> erase(String room) {
        return reads.query(ErasureChore.STEP, Tuple.of(room), rows -> {
            Row row = rows.iterator().next();
            return row.getBoolean(0);
        });
    }
}
