package dev.parley.store.postgres;

import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.util.Set;

/** Tells what a failure means: that one operation is to blame, or that the server cannot be used. Stateless. */
final class PgFault {
    /** When it is worth trying again: about when the next attempt to connect is. */
    private static final long RETRY_AFTER_MS = 1000;

    /** Data that cannot be stored, a broken constraint, more than a row or an index takes. */
    private static final Set<String> CLASSES_OF_OPERATIONS = Set.of("22", "23", "54");

    /** A capability's table, or column, that is not there or is of another type. */
    private static final Set<String> NO_SUCH_TABLE = Set.of("42P01", "42703", "42804", "42P10");

    /**
     * The server gave a statement up and did nothing of it: it took too long, waited too long for a lock or was in a
     * deadlock. The connection is as good as before.
     */
    private static final Set<String> GIVEN_UP = Set.of("57014", "55P03", "40001", "40P01");

    private static final Set<String> LOCKED = Set.of("55P03", "40P01");

    /** Connections, transactions (a standby takes no writes), logins, resources, the operator, the system, a bug. */
    private static final Set<String> CLASSES_OF_SERVERS = Set.of("08", "25", "28", "3D", "53", "57", "58", "XX");

    /** {@code disk_full} and {@code io_error}. */
    private static final Set<String> NO_SPACE = Set.of("53100", "58030");

    private static final int CLASS_LENGTH = 2;

    private PgFault() {}

    /** Whether the server could not write for want of space, or because its disk fails. */
    static boolean ofSpace(Throwable failure) {
        return failure instanceof PgException postgres && NO_SPACE.contains(postgres.getSqlState());
    }

    /**
     * Whether the operation itself is to blame, so that those beside it can still be stored, on the same connection.
     */
    static boolean ofOneOperation(Throwable failure) {
        return failure instanceof PgException postgres
                ? CLASSES_OF_OPERATIONS.contains(postgres.getSqlState().substring(0, CLASS_LENGTH))
                        || NO_SUCH_TABLE.contains(postgres.getSqlState())
                // Thrown while parameters were made or rows were read. The client's own are all VertxExceptions.
                : failure instanceof RuntimeException
                        && !(failure instanceof VertxException || failure instanceof Away);
    }

    /** Whether nothing can be asked on this connection any more. */
    static boolean ofConnection(Throwable failure) {
        return !ofOneOperation(failure)
                && !(failure instanceof PgException postgres && GIVEN_UP.contains(postgres.getSqlState()));
    }

    /**
     * Whether a capability's own statement is to blame, of which nothing is known beforehand: all that does not say
     * that the server, or the connection, cannot be used.
     */
    static boolean ofStatement(Throwable failure) {
        if (failure instanceof PgException postgres) {
            return !GIVEN_UP.contains(postgres.getSqlState())
                    && !CLASSES_OF_SERVERS.contains(postgres.getSqlState().substring(0, CLASS_LENGTH));
        }
        // What the client finds wrong with parameters, and what is thrown while rows are read.
        return failure instanceof RuntimeException
                && !(failure instanceof ClosedConnectionException || failure instanceof Away);
    }

    /** Whether nothing can be asked on a connection any more on which a capability's statement failed. */
    static boolean ofConnectionBehindStatement(Throwable failure) {
        return !ofStatement(failure)
                && !(failure instanceof PgException postgres && GIVEN_UP.contains(postgres.getSqlState()));
    }

    /** The refusal of a capability's statement. */
    static Refusal statement(Throwable failure) {
        if (failure instanceof Refusal known) {
            return known;
        }
        return ofStatement(failure)
                ? Code.INTERNAL.refuse("the store could not do a capability's statement: "
                        + (failure instanceof PgException postgres
                                ? "SQLSTATE " + postgres.getSqlState()
                                : failure.getMessage()))
                : refusal(failure);
    }

    /** Whether a lock that others have was waited for too long, or for ever. */
    static boolean ofLock(Throwable failure) {
        return failure instanceof PgException postgres && LOCKED.contains(postgres.getSqlState());
    }

    /** Whether others use the database: only {@link Tenancy} waits for a lock that long. */
    static boolean isOccupied(Throwable failure) {
        return failure instanceof PgException postgres && "55P03".equals(postgres.getSqlState());
    }

    /**
     * For operators. The state alone: Postgres's texts may quote what is stored, or the address with what it was asked
     * for.
     */
    static String problem(Throwable failure) {
        if (isOccupied(failure)) {
            return "another node uses the database";
        }
        if (failure instanceof PgException postgres) {
            return "SQLSTATE " + postgres.getSqlState();
        }
        if (failure instanceof ConnectException) {
            return "it does not accept connections";
        }
        return failure instanceof Away ? failure.getMessage() : "the connection broke";
    }

    /** The refusal for the caller, who can do nothing but try again. */
    static Refusal refusal(Throwable failure) {
        return ofOneOperation(failure)
                ? internal()
                : Code.UNAVAILABLE.refuse("the store cannot be used now: " + reason(failure), RETRY_AFTER_MS);
    }

    private static String reason(Throwable failure) {
        if (!(failure instanceof PgException postgres)) {
            return failure instanceof Away ? failure.getMessage() : "it cannot be reached";
        }
        String state = postgres.getSqlState();
        if (isOccupied(failure)) {
            return "another node uses it";
        }
        return switch (state) {
            case "53100" -> "its disk is full";
            case "25006" -> "it is read-only";
            default ->
                switch (state.substring(0, CLASS_LENGTH)) {
                    case "53" -> "it is out of memory or connections";
                    case "57" -> "57014".equals(state) ? "it took too long" : "it is stopping or starting";
                    case "55", "40" -> "it took too long";
                    case "28", "3D" -> "it refuses the login, or has no such database";
                    default -> "the operation failed";
                };
        };
    }

    static Refusal internal() {
        return Code.INTERNAL.refuse("the store could not store this");
    }

    static Refusal closed() {
        return Code.UNAVAILABLE.refuse("the store is closed");
    }

    /** A transaction that was given up half-way. */
    static Refusal tookTooLong() {
        return Code.UNAVAILABLE.refuse("the store cannot be used now: it took too long", RETRY_AFTER_MS);
    }

    static Refusal full() {
        return Code.OVERLOADED.refuse("too many operations wait for the store");
    }

    /** The server did not reply, or is not connected. Without a stack trace: it is a value. */
    static final class Away extends RuntimeException {
        Away(String problem) {
            super(problem, null, false, false);
        }
    }
}
