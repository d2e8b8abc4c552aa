package dev.parley.store.sqlite;

import dev.parley.bus.Refusal;
import dev.parley.protocol.Code;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What a failure means: one operation's own, or the store's. */
final class Fault {
    /** When it is worth trying again: about when the next probe is. */
    private static final long RETRY_AFTER_MS = 1000;

    private static final int PRIMARY_CODE = 0xff;

    private Fault() {}

    /** Whether the operation itself is to blame (a constraint, a null), so that those beside it can still be stored. */
    static boolean ofOneOperation(Throwable failure) {
        return failure instanceof SQLiteException sqlite
                ? (sqlite.getResultCode().code & PRIMARY_CODE) == SQLiteErrorCode.SQLITE_CONSTRAINT.code
                : failure instanceof RuntimeException;
    }

    /** The code alone: SQLite's texts may quote what is stored. */
    static String problem(Throwable failure) {
        if (failure instanceof SQLiteException sqlite) {
            return sqlite.getResultCode().name();
        }
        return failure instanceof SQLException || failure instanceof IllegalStateException
                ? failure.getMessage()
                : failure.getClass().getSimpleName();
    }

    static Refusal away(String problem) {
        return Code.UNAVAILABLE.refuse("the store is away: " + problem, RETRY_AFTER_MS);
    }

    static Refusal internal() {
        return Code.INTERNAL.refuse("the store could not take this");
    }
}
