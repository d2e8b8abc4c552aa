package dev.parley.store.postgres;

import dev.parley.cluster.Leases;
import dev.parley.config.StoreConfig;
import dev.parley.protocol.Event;
import dev.parley.protocol.NameRange;
import dev.parley.protocol.RoomOptions;
import dev.parley.protocol.Turn;
import dev.parley.protocol.TurnProgress;
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
    private final Connections connections;
    private final List<Lane> lanes;
    private final Questions reads;
    private final Questions leaseRows;
    private final History history;
    private final Rooms rooms;
    private final Turns turns;
    private final SessionRows sessions;
    private final Leases leases;

    private PostgresStore(VertxInternal vertx, StoreConfig config, StoreObserver observer, Connections connections) {
        this.vertx = vertx;
        this.connections = connections;
        lanes = connections.forLanes().stream()
                .map(link -> new Lane(vertx, link, connections.forTenancy(), config.batch(), config.queue(), observer))
                .toList();
        reads = new Questions(vertx, connections.forReads(), config.queue());
        leaseRows = new Questions(vertx, List.of(connections.forLeases()), config.queue());
        history = new History(reads);
        rooms = new Rooms(reads);
        turns = new Turns(reads);
        sessions = new SessionRows(reads);
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
        Connections.open(config, tenancy)
                .map(connections -> new PostgresStore(internal, config, observer, connections))
                .onComplete(opened);
        return opened.future();
    }

    /** Who may have rooms. */
    public Leases leases() {
        return leases;
    }

    @Override
    public Future<Claim> claim(String room, String owner) {
        return lane(room).submit(caller -> new ClaimJob(caller, room, owner));
    }

    @Override
    public Future<Optional<String>> owner(String room) {
        return rooms.owner(room);
    }

    @Override
    public Future<Void> release(String room, long epoch) {
        return lane(room).submit(caller -> new ReleaseJob(caller, room, epoch));
    }

    @Override
    public Future<Appended> append(Append append) {
        return lane(append.room()).submit(caller -> new AppendJob(caller, append));
    }

    @Override
    public Future<Boolean> configure(String room, long epoch, RoomOptions options) {
        return lane(room).submit(caller -> new ConfigureJob(caller, room, epoch, options));
    }

    @Override
    public Future<RoomOptions> options(String room) {
        return rooms.options(room);
    }

    @Override
    public Future<List<Event>> eventsAfter(String room, long after, int limit) {
        return history.eventsAfter(room, after, limit);
    }

    @Override
    public Future<List<Event>> messagesBefore(String room, long before, int limit) {
        return history.messagesBefore(room, before, limit);
    }

    @Override
    public Future<List<Event>> messagesAfter(String room, long after, int limit) {
        return history.messagesAfter(room, after, limit);
    }

    @Override
    public Future<Optional<Long>> seqOf(String room, String messageId) {
        return history.seqOf(room, messageId);
    }

    @Override
    public Future<Optional<RoomSummary>> room(String room) {
        return rooms.room(room);
    }

    @Override
    public Future<List<RoomSummary>> rooms(NameRange names, int limit) {
        return rooms.rooms(names, limit);
    }

    @Override
    public Future<Map<String, Position>> positions(Collection<String> names) {
        return rooms.positions(List.copyOf(names));
    }

    @Override
    public Future<List<String>> roomsWithTurns(int limit) {
        return rooms.withTurns(limit);
    }

    @Override
    public Future<Boolean> keepTurn(Turn turn, int next, TurnProgress progress) {
        return lane(turn.room()).submit(caller -> new KeepJob(caller, turn, next, progress));
    }

    @Override
    public Future<Optional<StoredTurn>> turn(String room, String id) {
        return turns.turn(room, id);
    }

    @Override
    public Future<List<StoredTurn>> turns(String room, long before, int limit) {
        return turns.turns(room, before, limit);
    }

    @Override
    public Future<List<UsageRow>> usage(UsageQuery query) {
        return turns.usage(query);
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
        return connections.health();
    }

    @Override
    public Future<Void> close() {
        Promise<Void> closed = vertx.getOrCreateContext().promise();
        Future.join(Stream.concat(lanes.stream().map(Lane::close), Stream.of(reads.close(), leaseRows.close()))
                        .toList())
                .eventually(connections::close)
                .<Void>mapEmpty()
                .onComplete(closed);
        return closed.future();
    }

    /** A room's operations go one way, in order. */
    private Lane lane(String room) {
        return lanes.get(Math.floorMod(room.hashCode(), lanes.size()));
    }
}
