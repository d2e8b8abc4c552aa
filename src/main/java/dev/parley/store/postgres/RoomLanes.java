package dev.parley.store.postgres;

import dev.parley.config.StoreConfig;
import dev.parley.store.StoreObserver;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.stream.Stream;

/** The lanes of a store: every room has one of them, for good, so that its operations are done in order. Any thread. */
final class RoomLanes {
    private final List<RoomLane> lanes;

    RoomLanes(VertxInternal vertx, StoreConfig config, StoreObserver observer, PgConnections connections) {
        lanes = connections.forLanes().stream()
                .map(connection -> new RoomLane(
                        vertx, connection, connections.forTenancy(), config.batch(), config.queue(), observer))
                .toList();
    }

    /** The lane of a room. */
    RoomLane of(String room) {
        return lanes.get(Math.floorMod(room.hashCode(), lanes.size()));
    }

    /** How many operations wait for a commit. Any thread. */
    int size() {
        return lanes.stream().mapToInt(RoomLane::size).sum();
    }

    /** Lets nothing more in; each completes when what was let in is done. */
    Stream<Future<Void>> close() {
        return lanes.stream().map(RoomLane::close);
    }
}
