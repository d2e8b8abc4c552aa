package dev.parley.store.postgres;

import dev.parley.cluster.Leases;
import dev.parley.config.StoreConfig;
import dev.parley.model.Event;
import dev.parley.model.NameRange;
import dev.parley.model.RoomOptions;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import dev.parley.store.Append;
import dev.parley.store.Appended;
import dev.parley.store.Claim;
import dev.parley.store.Health;
import dev.parley.store.Position;
import dev.parley.store.RoomSummary;
import dev.parley.store.Store;
import dev.parley.store.StoreObserver;
import dev.parley.store.StoredSession;
import dev.parley.store.StoredTurn;
import dev.parley.store.UsageQuery;
import dev.parley.store.UsageRow;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The store in Postgres. Any thread may call; its connections live on event loops of its own. */
public final class PostgresStore implements Store {
    private final VertxInternal vertx;
    private final PgConnections pgConnections;
    private final List<RoomLane> roomLanes;
    private final ReadBalancer reads;
    private final ReadBalancer leaseRows;
    private final PgEventQueries pgEventQueries;
    private final PgRoomQueries pgRoomQueries;
    private final PgTurnQueries pgTurnQueries;
    private final PgSessionQueries sessions;
    private final Leases leases;

    private PostgresStore(
            VertxInternal vertx, StoreConfig config, StoreObserver observer, PgConnections pgConnections) {
        this.vertx = vertx;
        this.pgConnections = pgConnections;
        roomLanes = pgConnections.forLanes().stream()
                .map(reconnectingConnection -> new RoomLane(
                        vertx,
                        reconnectingConnection,
                        pgConnections.forTenancy(),
                        config.batch(),
                        config.queue(),
                        observer))
                .toList();
        observer.queue(() -> roomLanes.stream().mapToInt(RoomLane::size).sum());
        reads = new ReadBalancer(vertx, pgConnections.forReads(), config.queue());
        leaseRows = new ReadBalancer(vertx, List.of(pgConnections.forLeases()), config.queue());
        pgEventQueries = new PgEventQueries(reads);
        pgRoomQueries = new PgRoomQueries(reads);
        pgTurnQueries = new PgTurnQueries(reads);
        sessions = new PgSessionQueries(reads);
        leases = new PostgresLeases(leaseRows);
    }

    /**
     * For a node of a cluster, which shares it. Opens the database of {@code config.url} and brings it to the present schema. Fails with an
     * {@link IllegalStateException} whose text names {@code store.url}, and no password, when a newer Parley wrote it, when
     * a node without a cluster uses it or when it cannot be opened.
     */
    public static Future<PostgresStore> open(Vertx vertx, StoreConfig config, StoreObserver observer) {
        return open(vertx, config, observer, Tenancy.SHARED);
    }

    /** The same for a node without a cluster; fails when another node uses the database. */
    public static Future<PostgresStore> openAlone(Vertx vertx, StoreConfig config, StoreObserver observer) {
        return open(vertx, config, observer, Tenancy.ALONE);
    }

    private static Future<PostgresStore> open(
            Vertx vertx, StoreConfig config, StoreObserver observer, Tenancy tenancy) {
        VertxInternal internal = (VertxInternal) vertx;
        ContextInternal caller = internal.getOrCreateContext();
        Promise<PostgresStore> opened = caller.promise();
        PgConnections.open(config, tenancy)
                .map(pgConnections -> new PostgresStore(internal, config, observer, pgConnections))
                .onComplete(opened);
        return opened.future();
    }

    /** The version of the schema that an open store has. */
    public static int schema() {
        return PgMigrations.version();
    }

    /** Who may have rooms. */
    public Leases leases() {
        return leases;
    }

    @Override
    public Future<Claim> claim(String room, String owner) {
        return lane(room).submit(caller -> new ClaimOperation(caller, room, owner));
    }

    @Override
    public Future<Optional<String>> owner(String room) {
        return pgRoomQueries.owner(room);
    }

    @Override
    public Future<Void> release(String room, long epoch) {
        return lane(room).submit(caller -> new ReleaseOperation(caller, room, epoch));
    }

    @Override
    public Future<Appended> append(Append append) {
        return lane(append.room()).submit(caller -> new AppendOperation(caller, append));
    }

    @Override
    public Future<Boolean> configure(String room, long epoch, RoomOptions options) {
        return lane(room).submit(caller -> new ConfigureOperation(caller, room, epoch, options));
    }

    @Override
    public Future<RoomOptions> options(String room) {
        return pgRoomQueries.options(room);
    }

    @Override
    public Future<List<Event>> eventsAfter(String room, long after, int limit) {
        return pgEventQueries.eventsAfter(room, after, limit);
    }

    @Override
    public Future<List<Event>> messagesBefore(String room, long before, int limit) {
        return pgEventQueries.messagesBefore(room, before, limit);
    }

    @Override
    public Future<List<Event>> messagesAfter(String room, long after, int limit) {
        return pgEventQueries.messagesAfter(room, after, limit);
    }

    @Override
    public Future<Optional<Long>> seqOf(String room, String messageId) {
        return pgEventQueries.seqOf(room, messageId);
    }

    @Override
    public Future<Optional<RoomSummary>> room(String room) {
        return pgRoomQueries.room(room);
    }

    @Override
    public Future<List<RoomSummary>> rooms(NameRange names, int limit) {
        return pgRoomQueries.rooms(names, limit);
    }

    @Override
    public Future<Map<String, Position>> positions(Collection<String> names) {
        return pgRoomQueries.positions(List.copyOf(names));
    }

    @Override
    public Future<List<String>> roomsWithTurns(int limit) {
        return pgRoomQueries.withTurns(limit);
    }

    @Override
    public Future<Boolean> keepTurn(Turn turn, int next, TurnProgress progress) {
        return lane(turn.room()).submit(caller -> new TurnProgressOperation(caller, turn, next, progress));
    }

    @Override
    public Future<Optional<StoredTurn>> turn(String room, String id) {
        return pgTurnQueries.turn(room, id);
    }

    @Override
    public Future<List<StoredTurn>> turns(String room, long before, int limit) {
        return pgTurnQueries.turns(room, before, limit);
    }

    @Override
    public Future<List<UsageRow>> usage(UsageQuery query) {
        return pgTurnQueries.usage(query);
    }

    @Override
    public Future<Void> putSession(StoredSession session) {
        return sessions.put(session);
    }

    @Override
    public Future<Optional<StoredSession>> session(String key) {
        return sessions.get(key);
    }

    @Override
    public Future<Boolean> endSession(String key) {
        return sessions.end(key);
    }

    @Override
    public Future<Set<String>> endedSessions(Collection<String> keys) {
        return sessions.ended(List.copyOf(keys));
    }

    @Override
    public Future<Void> expireSessions(long before) {
        return sessions.expire(before);
    }

    @Override
    public Health health() {
        return pgConnections.health();
    }

    @Override
    public Future<Void> close() {
        Promise<Void> closed = vertx.getOrCreateContext().promise();
        Future.join(Stream.concat(roomLanes.stream().map(RoomLane::close), Stream.of(reads.close(), leaseRows.close()))
                        .toList())
                .eventually(pgConnections::close)
                .<Void>mapEmpty()
                .onComplete(closed);
        return closed.future();
    }

    /** A room's operations go one way, in order. */
    private RoomLane lane(String room) {
        return roomLanes.get(Math.floorMod(room.hashCode(), roomLanes.size()));
    }
}
