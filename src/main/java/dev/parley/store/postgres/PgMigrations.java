package dev.parley.store.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Brings a database to the present schema: file n of the list leads from version n - 1 to n, all in one transaction.
 *
 * <p>Nodes of the version before go on meanwhile. Files only add, and never wait long for a table: whoever comes behind
 * a statement that waits for a table waits as well, the leases of running nodes among them. So a file that does not get
 * its tables within {@link #LOCK_MAX_MS} is given up, and tried again a little later.
 */
final class PgMigrations {
    private static final List<String> FILES = List.of(
            "V1__rooms.sql",
            "V2__nodes.sql",
            "V3__lease_clock.sql",
            "V4__levels.sql",
            "V5__commits.sql",
            "V6__amendments.sql",
            "V7__membership.sql");

    /** Nodes that start together wait for each other here. The number means nothing. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(7023441870)";

    /** Shorter than a lease can wait for its renewal. */
    static final int LOCK_MAX_MS = 250;

    private static final long PAUSE_MS = 500;

    /** Other nodes migrate first, and a later file may have much to do. */
    static final long MAX_MS = 60_000;

    /** How often a migration is tried when others use its tables: for about 20 seconds. */
    private static final int ATTEMPTS = 25;

    private final SqlConnection connection;
    private final PgAddress address;
    private final Vertx vertx;

    private final int attempts;

    /** @param vertx for the pauses between attempts */
    PgMigrations(SqlConnection connection, PgAddress address, Vertx vertx) {
        this(connection, address, vertx, ATTEMPTS);
    }

    /** Tries each transaction so often, when others use its tables. */
    PgMigrations(SqlConnection connection, PgAddress address, Vertx vertx, int attempts) {
        this.connection = connection;
        this.address = address;
        this.vertx = vertx;
        this.attempts = attempts;
    }

    /** The present version. */
    static int version() {
        return FILES.size();
    }

    /**
     * Brings the database to the present version. Fails with an {@link dev.parley.config.InvalidConfig} when a newer
     * Parley wrote it that does not allow this one beside it.
     */
    Future<Void> apply() {
        return inTransaction(this::bringUp, attempts).recover(e -> Future.failedFuture(inUse(e, "the present schema")));
    }

    /** Brings the tables of a capability to their present version; see {@link dev.parley.store.Store#migrate}. */
    Future<Void> apply(String capability, List<String> scripts) {
        Future<Void> done = Future.succeededFuture();
        for (int n = 1; n <= scripts.size(); n++) {
            int version = n;
            done = done.compose(
                    v -> inTransaction(() -> bringUp(capability, version, scripts.get(version - 1)), attempts));
        }
        return done.recover(e -> Future.failedFuture(inUse(e, "the tables of " + capability)))
                .recover(e -> Future.failedFuture(
                        PgFault.ofStatement(e)
                                ? address.invalid("cannot take the tables of " + capability + ": "
                                        + String.valueOf(e.getMessage()).replace('\n', ' '))
                                : e));
    }

    private Throwable inUse(Throwable failure, String what) {
        return PgFault.ofLock(failure)
                ? address.invalid("cannot take " + what + ": other transactions keep its tables locked; end them")
                : failure;
    }

    private Future<Void> inTransaction(Supplier<Future<Void>> work, int left) {
        return run("BEGIN; " + LOCK)
                // The client would log a warning when it hears that a table is there already.
                .compose(v -> run("SET LOCAL client_min_messages = warning; SET LOCAL lock_timeout = " + LOCK_MAX_MS))
                .compose(v -> work.get())
                .compose(v -> run("COMMIT"))
                .recover(e -> run("ROLLBACK")
                        .otherwiseEmpty()
                        .compose(v -> PgFault.ofLock(e) && left > 1
                                ? vertx.timer(PAUSE_MS, TimeUnit.MILLISECONDS)
                                        .compose(w -> inTransaction(work, left - 1))
                                : Future.failedFuture(e)));
    }

    private Future<Void> bringUp() {
        return run("CREATE TABLE IF NOT EXISTS schema_version (version integer NOT NULL)")
                .compose(v -> number("SELECT coalesce(max(version), 0) FROM schema_version"))
                .compose(found -> found > FILES.size() ? checkReader(found) : upgrade(found));
    }

    private Future<Void> checkReader(int found) {
        return number("SELECT max(oldest) FROM schema_reader")
                .compose(oldest -> oldest <= FILES.size()
                        ? Future.succeededFuture()
                        : Future.failedFuture(address.invalid("was written by a newer Parley (schema " + found
                                + ", which needs a version that knows schema " + oldest + "; this one knows "
                                + FILES.size() + ")")));
    }

    private Future<Void> upgrade(int found) {
        Future<Void> done = Future.succeededFuture();
        for (String file : FILES.subList(found, FILES.size())) {
            done = done.compose(v -> run(script(file)));
        }
        return found == FILES.size()
                ? done
                : done.compose(v ->
                        run("DELETE FROM schema_version; INSERT INTO schema_version VALUES (" + FILES.size() + ")"));
    }

    private Future<Void> bringUp(String capability, int version, String script) {
        return connection
                .preparedQuery("SELECT version FROM capabilities WHERE name = $1")
                .execute(Tuple.of(capability))
                .map(rows -> rows.size() == 0 ? 0 : rows.iterator().next().getInteger(0))
                .compose(found -> found >= version
                        ? Future.succeededFuture()
                        : run(script).compose(v -> setVersion(capability, version)));
    }

    private Future<Void> setVersion(String capability, int version) {
        return connection
                .preparedQuery(
                        """
                        INSERT INTO capabilities VALUES ($1, $2)
                        ON CONFLICT (name) DO UPDATE SET version = excluded.version""")
                .execute(Tuple.of(capability, version))
                .mapEmpty();
    }

    private Future<Integer> number(String sql) {
        return connection.query(sql).execute().map(rows -> {
            Row row = rows.iterator().next();
            return row.getInteger(0);
        });
    }

    private Future<Void> run(String sql) {
        return connection.query(sql).execute().mapEmpty();
    }

    private static String script(String file) {
        try (InputStream in = PgMigrations.class.getResourceAsStream("/migrations/postgres/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
