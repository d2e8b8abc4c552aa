package dev.parley.store.postgres;

import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.model.Reaction;
import dev.parley.model.StoredBody;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads an event with what became of it: the reactions to a message, and the text that an edited one has now. Both come
 * with its row, from the same moment; to look for them costs an event a look into an index. What a guest said is shown
 * as the user's whom the guest has become. Stateless.
 */
final class EventRow {
    /** Of {@code events e}. */
    static final String COLUMNS =
            """
            SELECT e.seq, e.ts, e.type, e.id, e.from_id, e.from_name, e.from_kind, e.body,
              CASE
                WHEN e.type IN ('message', 'answer') THEN (
                  SELECT json_agg(json_build_array(r.emoji, r.count, r.users) ORDER BY r.first_seq)::text
                  FROM reaction_counts r WHERE r.room = e.room AND r.target = e.seq)
                WHEN e.type = 'edited' THEN (
                  SELECT t.body FROM events t JOIN rooms r ON r.id = t.room AND r.first_seq <= t.seq
                  WHERE t.room = e.room AND t.seq = (e.body::json ->> 'target')::bigint)
              END,
              %s
            """
                    .formatted(AliasedAuthor.alias("e.from_kind", "e.from_id"));

    /** The room's {@code first_seq}; null for a room that was never claimed. */
    static final String FIRST = "(SELECT first_seq FROM rooms WHERE id = $1)";

    private static final int BODY = 7;
    private static final int ADDED = 8;
    private static final int FROM = 4;
    private static final int ALIAS = 9;

    private EventRow() {}

    static Event event(String room, Row row) {
        String type = row.getString(2);
        String body = row.getString(BODY);
        String added = row.getString(ADDED);
        boolean edited = added != null && type.equals(EventType.EDITED);
        Event event = new Event(
                room,
                row.getLong(0),
                row.getLong(1),
                type,
                row.getString(3),
                AliasedAuthor.author(row, FROM, ALIAS),
                edited ? StoredBody.of(body).withTextOf(StoredBody.of(added)) : body);
        return added == null || edited ? event : event.with(reactions(new JsonArray(added)));
    }

    private static List<Reaction> reactions(JsonArray found) {
        List<Reaction> reactions = new ArrayList<>(found.size());
        for (int n = 0; n < found.size(); n++) {
            JsonArray row = found.getJsonArray(n);
            List<String> users =
                    row.getJsonArray(2).stream().map(String.class::cast).toList();
            reactions.add(new Reaction(row.getString(0), row.getInteger(1), users));
        }
        return reactions;
    }
}
