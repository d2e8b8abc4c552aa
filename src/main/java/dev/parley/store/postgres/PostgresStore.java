package dev.parley.store.postgres;

import dev.parley.cluster.Leases;
import dev.parley.config.StoreConfig;
import dev.parley.store.Database;
import dev.parley.store.Health;
import dev.parley.store.History;
import dev.parley.store.RoomLog;
import dev.parley.store.SessionStore;
import dev.parley.store.Store;
import dev.parley.store.StoreObserver;
import dev.parley.store.TurnStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.List;
import java.util.stream.Stream;

/**
 * The store in Postgres: opens it, groups its five faces and closes it. Any thread may call; its connections live on
 * event loops of its own. Failures as {@link Store} says.
 */
public final class PostgresStore implements Store {
    private final VertxInternal vertx;
    private final PgConnections connections;
    private final RoomLanes lanes;
    private final ReadBalancer reads;
    private final ReadBalancer leaseReads;
    private final RoomLog log;
    private final History history;
    private final TurnStore turns;
    private final SessionStore sessions;
    private final Leases leases;
    private final PgDatabase database;
    private final Chores chores;

    private PostgresStore(VertxInternal vertx, StoreConfig config, StoreObserver observer, PgConnections connections) {
        this.vertx = vertx;
        this.connections = connections;
        lanes = new RoomLanes(vertx, config, observer, connections);
        observer.queue(lanes::size);
        reads = new ReadBalancer(vertx, connections.forReads(), config.queue());
        leaseReads = new ReadBalancer(vertx, List.of(connections.forLeases()), config.queue());
        log = new PgRoomLog(lanes, reads);
        Numbering numbering = new Numbering();
        history = new PgHistory(reads, numbering);
        chores = new Chores(connections.vertx(), reads, connections::connectForChores, numbering);
        turns = new PgTurnStore(reads);
        sessions = new PgSessionStore(reads);
        leases = new PostgresLeases(leaseReads);
        database = new PgDatabase(
                vertx,
                reads,
                new TransactionQueue(vertx, connections.forCapabilities(), config.capabilityQueue(), config.timeout()));
    }

    /**
     * Opens the database of {@code store.url} for a node of a cluster, which shares it, and brings it to the present
     * schema. Fails with an {@link dev.parley.config.InvalidConfig} for {@code store.url}, without the password, when a
     * newer Parley wrote it, when a node without a cluster uses it or when it cannot be opened.
     */
    public static Future<PostgresStore> open(Vertx vertx, StoreConfig config, StoreObserver observer) {
        return open(vertx, config, observer, Tenancy.SHARED);
    }

    /** Opens it for a node without a cluster; fails when another node uses the database. */
    public static Future<PostgresStore> openAlone(Vertx vertx, StoreConfig config, StoreObserver observer) {
        return open(vertx, config, observer, Tenancy.ALONE);
    }

    private static Future<PostgresStore> open(
            Vertx vertx, StoreConfig config, StoreObserver observer, Tenancy tenancy) {
        VertxInternal internal = (VertxInternal) vertx;
        ContextInternal caller = internal.getOrCreateContext();
        Promise<PostgresStore> opened = caller.promise();
        PgConnections.open(config, tenancy)
                .map(connections -> new PostgresStore(internal, config, observer, connections))
                .compose(PostgresStore::start)
                .onComplete(opened);
        return opened.future();
    }

    private Future<PostgresStore> start() {
        return chores.start().map(this).recover(e -> close().transform(v -> Future.failedFuture(e)));
    }

    /** The version of the schema that an open store has. */
    public static int schema() {
        return PgMigrations.version();
    }

    /** The leases of the nodes that share the database. */
    public Leases leases() {
        return leases;
    }

    @Override
    public RoomLog log() {
        return log;
    }

    @Override
    public History history() {
        return history;
    }

    @Override
    public TurnStore turns() {
        return turns;
    }

    @Override
    public SessionStore sessions() {
        return sessions;
    }

    @Override
    public Database database() {
        return database;
    }

    @Override
    public Future<Void> migrate(String capability, List<String> scripts) {
        Promise<Void> migrated = vertx.getOrCreateContext().promise();
        connections.migrate(capability, scripts).onComplete(migrated);
        return migrated.future();
    }

    @Override
    public Health health() {
        return connections.health();
    }

    @Override
    public Future<Void> close() {
        chores.close();
        Promise<Void> closed = vertx.getOrCreateContext().promise();
        Future.join(Stream.concat(lanes.close(), Stream.of(reads.close(), leaseReads.close(), database.close()))
                        .toList())
                .eventually(connections::close)
                .<Void>mapEmpty()
                .onComplete(closed);
        return closed.future();
    }
}
