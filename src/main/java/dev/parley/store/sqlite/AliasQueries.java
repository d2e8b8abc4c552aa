package dev.parley.store.sqlite;

import dev.parley.model.Author;
import dev.parley.model.Event;
import io.vertx.core.json.JsonArray;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows what guests said as the users' whom they have become. One reader thread only. */
final class AliasQueries {
    private static final String USERS =
            """
            SELECT guest, user_id, name FROM (SELECT value AS chosen FROM json_each(?)) CROSS JOIN aliases
            ON guest = chosen""";

    private final PreparedStatement users;

    AliasQueries(Connection connection) throws SQLException {
        users = connection.prepareStatement(USERS);
    }

    /** The page as a reader is shown it: the same list where nobody in it has become a user. */
    List<Event> shown(List<Event> page) throws SQLException {
        List<String> guests = page.stream()
                .map(Event::from)
                .filter(Author::guest)
                .map(Author::id)
                .distinct()
                .toList();
        Map<String, Author> found = guests.isEmpty() ? Map.of() : users(guests);
        return found.isEmpty()
                ? page
                : page.stream()
                        .map(event -> event.from().guest()
                                ? shown(event, found.get(event.from().id()))
                                : event)
                        .toList();
    }

    private static Event shown(Event event, Author user) {
        return user == null
                ? event
                : new Event(
                        event.room(),
                        event.seq(),
                        event.ts(),
                        event.type(),
                        event.id(),
                        user,
                        event.body(),
                        event.reactions());
    }

    private Map<String, Author> users(List<String> guests) throws SQLException {
        users.setString(1, new JsonArray(guests).encode());
        Map<String, Author> found = new HashMap<>();
        try (ResultSet row = users.executeQuery()) {
            while (row.next()) {
                found.put(row.getString(1), new Author(row.getString(2), row.getString(3), Author.Kind.USER));
            }
        }
        return found;
    }
}
