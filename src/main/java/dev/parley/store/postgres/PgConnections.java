package dev.parley.store.postgres;

import dev.parley.cluster.DedicatedLoops;
import dev.parley.config.StoreConfig;
import dev.parley.store.Health;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The store's connections: what each kind is for and how it is prepared. */
final class PgConnections {
    /** An answer stands for a commit that is on this server's disk; a server that promises more is left to it. */
    private static final String SYNCHRONOUS =
            "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

    private static final String NOT_SYNCHRONOUS = "SET synchronous_commit = off";

    /** The server gives up before the caller does, who else could not tell a slow statement from a server that is away. */
    private static final String TIMEOUT = "SET statement_timeout = ";

    /** A lease is 4 s long: an answer that was lost must not cost it. */
    private static final Duration LEASE_TIMEOUT = Duration.ofSeconds(1);

    /** Batches find each row by its key. Planned while the tables are empty, they would read all of them for ever. */
    private static final String PLAN_BY_KEY =
            """
            SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_bitmapscan = off;
            SET plan_cache_mode = force_generic_plan; SET jit = off""";

    /** Whether it takes writes: a full disk and a standby do not. */
    static final String PROBE = "UPDATE probe SET written_at = clock_timestamp()";

    /** Whether there is space for appends again: a row of 128 KB where they go, taken back. No room has this name. */
    static final String PROOF =
            """
            BEGIN;
            INSERT INTO events (room, seq, ts, type, id, client_id, from_id, from_name, from_kind, body)
            SELECT '', -(random() * 1e15)::bigint, 0, 'probe', '', false, '', '', '', string_agg(md5(random()::text), '')
            FROM generate_series(1, 4096);
            ROLLBACK""";

    private static final int LOOPS = 2;

    /** Other nodes migrate first, and a later file may have much to do. */
    private static final long MIGRATION_MAX_MS = 60_000;

    private final Availability availability = new Availability();
    private final List<ReconnectingConnection> lanes = new ArrayList<>();
    private final List<ReconnectingConnection> reads = new ArrayList<>();
    private final List<ReconnectingConnection> all = new ArrayList<>();
    private final ReconnectingConnection leases;
    private final ReconnectingConnection tenancySession;
    /** Threads of its own: a handler somewhere that holds up its event loop must not hold up everybody's commits and leases. */
    private final VertxInternal vertx = DedicatedLoops.make(LOOPS);

    private final PgAddress pgAddress;
    private final StoreConfig config;
    private final Tenancy tenancy;

    private PgConnections(StoreConfig config, PgAddress pgAddress, Tenancy tenancy) {
        this.tenancy = tenancy;
        this.config = config;
        this.pgAddress = pgAddress;
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
        tenancySession = connection(tenancy.preparation(
                "parley " + UUID.randomUUID(), config.timeout().toMillis()));
    }

    /** Migrates, then connects them all. */
    static Future<PgConnections> open(StoreConfig config, Tenancy tenancy) {
        PgConnections pgConnections;
        try {
            pgConnections = new PgConnections(config, PgAddress.of(config.url()), tenancy);
        } catch (IllegalStateException e) {
            return Future.failedFuture(e);
        }
        return pgConnections
                .migrate()
                .compose(v -> pgConnections.tenancySession.open())
                .compose(v -> Future.join(pgConnections.all.stream()
                        .map(ReconnectingConnection::open)
                        .toList()))
                .recover(e -> pgConnections.close().transform(v -> Future.failedFuture(pgConnections.cannotOpen(e))))
                .map(pgConnections);
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

    /** The session that stands for the use of the database. */
    ReconnectingConnection forTenancy() {
        return tenancySession;
    }

    Health health() {
        return availability.health();
    }

    Future<Void> close() {
        availability.close();
        Promise<Void> closed = Promise.promise();
        // The use of the database ends after all that uses it.
        Future.join(all.stream().map(ReconnectingConnection::close).toList())
                .eventually(tenancySession::close)
                .onComplete(v -> {
                    closed.complete();
                    // Last: it waits until the server, which may be frozen, has closed its ends.
                    vertx.close().onFailure(e -> {});
                });
        return closed.future();
    }

    private static String giveUpBefore(Duration timeout) {
        return TIMEOUT + Math.max(1, timeout.toMillis() * 3 / 4);
    }

    private ReconnectingConnection connection(List<String> preparation) {
        return connection(config.timeout(), preparation);
    }

    private ReconnectingConnection connection(Duration timeout, List<String> preparation) {
        return new ReconnectingConnection(
                vertx.createEventLoopContext(), pgAddress.options(), timeout, preparation, availability);
    }

    private Future<Void> migrate() {
        ContextInternal context = vertx.createEventLoopContext();
        PgConnection pgConnection =
                new PgConnection(context, pgAddress.options(), config.timeout().toMillis());
        Promise<Void> migrated = Promise.promise();
        long timer = context.setTimer(
                MIGRATION_MAX_MS, t -> migrated.tryFail(new PgFault.Away("no answer in " + MIGRATION_MAX_MS + " ms")));
        pgConnection
                .connection()
                .compose(connection -> PgMigrations.apply(connection, pgAddress.toString()))
                .onSuccess(migrated::tryComplete)
                .onFailure(migrated::tryFail);
        return migrated.future().onComplete(v -> {
            vertx.cancelTimer(timer);
            pgConnection.cut().onFailure(e -> {}); // there is nothing to be done about it
        });
    }

    private IllegalStateException cannotOpen(Throwable why) {
        if (PgFault.isOccupied(why)) {
            return new IllegalStateException("store.url: " + pgAddress + " is in use by " + tenancy.others());
        }
        return why instanceof IllegalStateException named
                ? named
                : new IllegalStateException("store.url: " + pgAddress + " cannot be opened: " + PgFault.problem(why));
    }
}
