package dev.parley.store.postgres;

import dev.parley.model.RoomOptions;
import dev.parley.store.Append;
import dev.parley.store.Appended;
import dev.parley.store.Claim;
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
    public Future<Appended> append(Append append) {
        return lanes.of(append.room()).submit(caller -> new AppendOperation(caller, append));
    }

    @Override
    public Future<Boolean> configure(String room, long epoch, RoomOptions options) {
        return lanes.of(room).submit(caller -> new ConfigureOperation(caller, room, epoch, options));
    }
}
