package dev.parley.store.postgres;

import dev.parley.cluster.DedicatedLoops;
import dev.parley.config.InvalidConfig;
import dev.parley.config.StoreConfig;
import dev.parley.store.Health;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * The connections of a store: what each kind is for and how it is prepared. On event loops of their own; any thread.
 */
final class PgConnections {
    /** A reply means that the commit is on this server's disk; a server that is set to promise more keeps to that. */
    private static final String SYNCHRONOUS =
            "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

    private static final String NOT_SYNCHRONOUS = "SET synchronous_commit = off";

    /**
     * The server gives up before the caller, which could not tell a slow statement from a server that is away
     * otherwise.
     */
    private static final String TIMEOUT = "SET statement_timeout = ";

    /** A lease is 4 s long: an answer that was lost must not cost it. */
    private static final Duration LEASE_TIMEOUT = Duration.ofSeconds(1);

    /** Batches find each row by its key. Planned while the tables are empty, they would read all of them for ever. */
    private static final String PLAN_BY_KEY =
            """
            SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_bitmapscan = off;
            SET plan_cache_mode = force_generic_plan; SET jit = off""";

    /** Fails when the server takes no writes: its disk is full, or it is a standby. */
    static final String PROBE = "UPDATE probe SET written_at = clock_timestamp()";

    /**
     * Fails when there is no space for appends: writes a row of 128 KB to their table and takes it back. No room has
     * this name.
     */
    static final String PROOF =
            """
            BEGIN;
            INSERT INTO events (room, seq, ts, type, id, client_id, from_id, from_name, from_kind, body)
            SELECT '', -(random() * 1e15)::bigint, 0, 'probe', '', false, '', '', '', string_agg(md5(random()::text), '')
            FROM generate_series(1, 4096);
            ROLLBACK""";

    private static final int LOOPS = 2;

    private final Availability availability = new Availability();
    private final List<ReconnectingConnection> lanes = new ArrayList<>();
    private final List<ReconnectingConnection> reads = new ArrayList<>();
    private final List<ReconnectingConnection> all = new ArrayList<>();
    private final ReconnectingConnection leases;
    private final ReconnectingConnection capabilities;
    private final ReconnectingConnection tenancySession;
    /** Threads of its own: a handler that blocks its event loop must not hold up everybody's commits and leases. */
    private final VertxInternal vertx = DedicatedLoops.make(LOOPS);

    private final PgAddress address;
    private final StoreConfig config;
    private final Tenancy tenancy;

    private PgConnections(StoreConfig config, PgAddress address, Tenancy tenancy) {
        this.tenancy = tenancy;
        this.config = config;
        this.address = address;
        String timeout = giveUpBefore(config.timeout());
        for (int n = 0; n < config.lanes(); n++) {
            lanes.add(connection(List.of(SYNCHRONOUS, timeout, PLAN_BY_KEY, PROBE)));
        }
        for (int n = 0; n < config.readers(); n++) {
            reads.add(connection(List.of(SYNCHRONOUS, timeout)));
        }
        Duration shortly = config.timeout().compareTo(LEASE_TIMEOUT) < 0 ? config.timeout() : LEASE_TIMEOUT;
        leases = connection(shortly, List.of(NOT_SYNCHRONOUS, giveUpBefore(shortly)));
        all.addAll(lanes);
        all.addAll(reads);
        all.add(leases);
        capabilities = connection(List.of(SYNCHRONOUS, timeout));
        all.add(capabilities);
        tenancySession = connection(tenancy.preparation(
                "parley " + UUID.randomUUID(), config.timeout().toMillis()));
    }

    /** Migrates, then connects them all. */
    static Future<PgConnections> open(StoreConfig config, Tenancy tenancy) {
        PgConnections connections;
        try {
            connections = new PgConnections(config, PgAddress.of(config.url()), tenancy);
        } catch (InvalidConfig e) {
            return Future.failedFuture(e);
        }
        return connections
                .migrate(PgMigrations::apply)
                .compose(v -> connections.tenancySession.open(config.timeout()))
                .compose(v -> Future.join(connections.all.stream()
                        .map(connection -> connection.open(config.timeout()))
                        .toList()))
                .recover(e -> connections.close().transform(v -> Future.failedFuture(connections.cannotOpen(e))))
                .map(connections);
    }

    List<ReconnectingConnection> forLanes() {
        return lanes;
    }

    List<ReconnectingConnection> forReads() {
        return reads;
    }

    ReconnectingConnection forLeases() {
        return leases;
    }

    /** For the writes of capabilities, one transaction after the other. */
    ReconnectingConnection forCapabilities() {
        return capabilities;
    }

    /** The session that marks the database as used by this node ({@link Tenancy}). */
    ReconnectingConnection forTenancy() {
        return tenancySession;
    }

    /** A session of its own for chores, which may take long; not made again when it breaks, and no sign of health. */
    PgConnection connectForChores() {
        return new PgConnection(
                vertx.createEventLoopContext(),
                address.options(),
                config.timeout().toMillis());
    }

    Vertx vertx() {
        return vertx;
    }

    Health health() {
        return availability.health();
    }

    Future<Void> close() {
        availability.close();
        Promise<Void> closed = Promise.promise();
        // Last: the database is in use until all others are closed.
        Future.join(all.stream().map(ReconnectingConnection::close).toList())
                .eventually(tenancySession::close)
                .onComplete(v -> {
                    closed.complete();
                    // It waits until the server, which may be frozen, has closed its ends.
                    vertx.close().onFailure(e -> {});
                });
        return closed.future();
    }

    private static String giveUpBefore(Duration timeout) {
        return TIMEOUT + Math.max(1, timeout.toMillis() * 3 / 4);
    }

    private ReconnectingConnection connection(List<String> statements) {
        return connection(config.timeout(), statements);
    }

    private ReconnectingConnection connection(Duration timeout, List<String> statements) {
        return new ReconnectingConnection(
                vertx.createEventLoopContext(), address.options(), timeout, new Preparation(statements, availability));
    }

    /** Brings the tables of a capability to their present version. Any thread. */
    Future<Void> migrate(String capability, List<String> scripts) {
        return migrate(migrations -> migrations.apply(capability, scripts))
                .recover(e -> Future.failedFuture(address.cannotBeOpened(e)));
    }

    private Future<Void> migrate(Function<PgMigrations, Future<Void>> task) {
        ContextInternal context = vertx.createEventLoopContext();
        PgConnection connection =
                new PgConnection(context, address.options(), config.timeout().toMillis());
        Promise<Void> migrated = Promise.promise();
        long timer = context.setTimer(
                PgMigrations.MAX_MS,
                t -> migrated.tryFail(new PgFault.Away("no response within " + PgMigrations.MAX_MS + " ms")));
        connection
                .connection()
                .compose(made -> task.apply(new PgMigrations(made, address, vertx)))
                .onSuccess(migrated::tryComplete)
                .onFailure(migrated::tryFail);
        return migrated.future().onComplete(v -> {
            vertx.cancelTimer(timer);
            connection.cut().onFailure(e -> {}); // there is nothing to be done about it
        });
    }

    private InvalidConfig cannotOpen(Throwable why) {
        return PgFault.isOccupied(why)
                ? address.invalid("is in use by " + tenancy.others())
                : address.cannotBeOpened(why);
    }
}
