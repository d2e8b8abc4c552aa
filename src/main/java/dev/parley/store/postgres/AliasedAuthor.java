package dev.parley.store.postgres;

import dev.parley.model.Author;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;

/** Reads who said something: for a guest who has become a user, that user. Others cost nothing. Stateless. */
final class AliasedAuthor {
    private AliasedAuthor() {}

    /** The column that tells it, behind those of the author. */
    static String alias(String kind, String id) {
        return "CASE WHEN " + kind + " = 'guest' THEN (SELECT json_build_array(a.user_id, a.name)::text FROM aliases a"
                + " WHERE a.guest = " + id + ") END";
    }

    /** From the columns id, name and kind at {@code from}, and that of {@link #alias}. */
    static Author author(Row row, int from, int alias) {
        String found = row.getString(alias);
        if (found == null) {
            return Author.ofStored(row.getString(from), row.getString(from + 1), row.getString(from + 2));
        }
        JsonArray user = new JsonArray(found);
        return new Author(user.getString(0), user.getString(1), Author.Kind.USER);
    }
}
