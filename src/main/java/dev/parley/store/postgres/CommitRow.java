package dev.parley.store.postgres;

import dev.parley.model.Code;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import io.vertx.sqlclient.Row;

/** Reads what the functions of {@code V7__membership.sql} reply to a commit. */
final class CommitRow {
    private CommitRow() {}

    /** From a row of {@code outcome, number, last, at, known_digest}. */
    static Committed committed(Commit commit, Row row) {
        return switch (row.getString(0)) {
            case "stored" -> new Committed.Stored(row.getLong(1), row.getLong(2));
            case "duplicate" ->
                new Committed.Duplicate(
                        row.getLong(1), row.getLong(3), isSame(commit.cause().digest(), row.getString(4)));
            case "fenced" -> new Committed.Fenced(row.getLong(1));
            case "unchanged" -> new Committed.Unchanged();
            case "not_found" -> new Committed.Refused(Code.NOT_FOUND);
            case "forbidden" -> new Committed.Refused(Code.FORBIDDEN);
            case "conflict" -> new Committed.Refused(Code.CONFLICT);
            case "too_large" -> new Committed.Refused(Code.TOO_LARGE);
            default -> throw new IllegalStateException("an unknown outcome");
        };
    }

    /** An empty one is forgotten: then every content counts as the same. */
    private static boolean isSame(String digest, String known) {
        return known != null && (known.isEmpty() || known.equals(digest));
    }
}
