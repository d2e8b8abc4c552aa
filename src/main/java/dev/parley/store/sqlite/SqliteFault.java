package dev.parley.store.sqlite;

import dev.parley.model.Code;
import dev.parley.model.Refusal;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tells what a failure means: that one operation is to blame, or that the store cannot be used. Stateless. */
final class SqliteFault {
    /** When it is worth trying again: about when the next probe is. */
    private static final long RETRY_AFTER_MS = 1000;

    private static final int PRIMARY_CODE = 0xff;

    private static final Set<SQLiteErrorCode> OF_THE_FILE = EnumSet.of(
            SQLiteErrorCode.SQLITE_BUSY,
            SQLiteErrorCode.SQLITE_LOCKED,
            SQLiteErrorCode.SQLITE_NOMEM,
            SQLiteErrorCode.SQLITE_READONLY,
            SQLiteErrorCode.SQLITE_IOERR,
            SQLiteErrorCode.SQLITE_CORRUPT,
            SQLiteErrorCode.SQLITE_FULL,
            SQLiteErrorCode.SQLITE_CANTOPEN,
            SQLiteErrorCode.SQLITE_PROTOCOL,
            SQLiteErrorCode.SQLITE_PERM,
            SQLiteErrorCode.SQLITE_NOTADB);

    private SqliteFault() {}

    /** Whether the operation itself is to blame (a constraint, a null), so that those beside it can still be stored. */
    static boolean ofOneOperation(Throwable failure) {
        return failure instanceof SQLiteException sqlite
                ? (sqlite.getResultCode().code & PRIMARY_CODE) == SQLiteErrorCode.SQLITE_CONSTRAINT.code
                : failure instanceof RuntimeException;
    }

    /**
     * Whether a capability's own statement is to blame, of which nothing is known beforehand: all that does not say that
     * the file cannot be used.
     */
    static boolean ofStatement(Throwable failure) {
        return failure instanceof SQLiteException sqlite
                ? !OF_THE_FILE.contains(SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & PRIMARY_CODE))
                : failure instanceof SQLException || failure instanceof RuntimeException;
    }

    /** Whether it took too long; SQLite has rolled back the whole transaction. */
    static boolean ofTime(Throwable failure) {
        return failure instanceof SQLiteException sqlite
                && (sqlite.getResultCode().code & PRIMARY_CODE) == SQLiteErrorCode.SQLITE_INTERRUPT.code;
    }

    /** The refusal of a capability's statement. */
    static Refusal statement(Throwable failure) {
        return failure instanceof Refusal known
                ? known
                : Code.INTERNAL.refuse("the store could not do a capability's statement: "
                        + (ofTime(failure) ? "it took too long" : problem(failure)));
    }

    /** For operators: the code alone, because SQLite's texts may quote what is stored. */
    static String problem(Throwable failure) {
        if (failure instanceof SQLiteException sqlite) {
            return sqlite.getResultCode().name();
        }
        return failure instanceof SQLException || failure instanceof UnusableFile
                ? failure.getMessage()
                : failure.getClass().getSimpleName();
    }

    /** The refusal of operations that could not be done because the store cannot be used; worth trying again. */
    static Refusal away(Throwable failure) {
        return Code.UNAVAILABLE.refuse("the store cannot be used now: " + reason(failure), RETRY_AFTER_MS);
    }

    private static String reason(Throwable failure) {
        if (!(failure instanceof SQLiteException sqlite)) {
            return "its file was changed or moved";
        }
        return switch (SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & PRIMARY_CODE)) {
            case SQLITE_FULL -> "there is no space left";
            case SQLITE_BUSY, SQLITE_LOCKED -> "its file is locked by another program";
            case SQLITE_IOERR -> "its disk cannot be read or written";
            case SQLITE_READONLY, SQLITE_PERM -> "its file may not be written";
            case SQLITE_CANTOPEN -> "its file cannot be opened";
            case SQLITE_CORRUPT, SQLITE_NOTADB -> "its file is damaged";
            default -> "its file cannot be used";
        };
    }

    static Refusal internal() {
        return Code.INTERNAL.refuse("the store could not store this");
    }
}
