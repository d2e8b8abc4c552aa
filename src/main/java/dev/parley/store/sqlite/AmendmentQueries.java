package dev.parley.store.sqlite;

import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.model.Reaction;
import dev.parley.model.StoredBody;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds to a page of events what was made of them: reactions, and the present text where a message was edited. */
final class AmendmentQueries {
    private static final String REACTIONS =
            """
            SELECT target, emoji, count, users FROM reaction_counts
            WHERE room = ? AND target >= ? AND target <= ? ORDER BY target, first_seq""";
    private static final String BODIES =
            """
            SELECT seq, body FROM (SELECT value AS chosen FROM json_each(?2)) CROSS JOIN events
            ON room = ?1 AND seq = chosen AND seq >= \s"""
                    + KeptEvents.FIRST;

    private final PreparedStatement reactions;
    private final PreparedStatement bodies;

    AmendmentQueries(Connection connection) throws SQLException {
        reactions = connection.prepareStatement(REACTIONS);
        bodies = connection.prepareStatement(BODIES);
    }

    /** The page as a reader is shown it; {@code newest} are the room's unmoved events as the page has them. */
    List<Event> shown(String room, List<Event> page, List<JournalRow> newest) throws SQLException {
        Map<Long, List<Reaction>> found = page.stream().anyMatch(event -> EventType.isMessage(event.type()))
                ? reactions(room, page.get(0).seq(), page.get(page.size() - 1).seq())
                : Map.of();
        Map<Long, String> targets = targets(room, page, newest);
        if (found.isEmpty() && targets.isEmpty()) {
            return Collections.unmodifiableList(page);
        }
        List<Event> shown = new ArrayList<>(page.size());
        for (Event event : page) {
            List<Reaction> mine = found.get(event.seq());
            String text = event.type().equals(EventType.EDITED) ? targets.get(target(event)) : null;
            shown.add(
                    mine != null
                            ? event.with(mine)
                            : text != null
                                    ? withBody(
                                            event, StoredBody.of(event.body()).withTextOf(StoredBody.of(text)))
                                    : event);
        }
        return Collections.unmodifiableList(shown);
    }

    private Map<Long, List<Reaction>> reactions(String room, long from, long to) throws SQLException {
        reactions.setString(1, room);
        reactions.setLong(2, from);
        reactions.setLong(3, to);
        Map<Long, List<Reaction>> found = new HashMap<>();
        try (ResultSet row = reactions.executeQuery()) {
            while (row.next()) {
                List<String> users = new JsonArray(row.getString(4))
                        .stream().map(String.class::cast).toList();
                found.computeIfAbsent(row.getLong(1), target -> new ArrayList<>())
                        .add(new Reaction(row.getString(2), row.getInt(3), users));
            }
        }
        return found;
    }

    /** The bodies of the messages that the page's edits are of. */
    private Map<Long, String> targets(String room, List<Event> page, List<JournalRow> newest) throws SQLException {
        Set<Long> moved = new HashSet<>();
        Map<Long, String> found = new HashMap<>();
        for (Event event : page) {
            if (event.type().equals(EventType.EDITED)) {
                long target = target(event);
                int at = UnmovedEvents.index(newest, target);
                if (at >= 0) {
                    found.put(target, newest.get(at).event().body());
                } else {
                    moved.add(target);
                }
            }
        }
        if (!moved.isEmpty()) {
            bodies.setString(1, room);
            bodies.setString(2, new JsonArray(List.copyOf(moved)).encode());
            try (ResultSet row = bodies.executeQuery()) {
                while (row.next()) {
                    found.put(row.getLong(1), row.getString(2));
                }
            }
        }
        return found;
    }

    private static long target(Event edited) {
        return new JsonObject(edited.body()).getLong("target", 0L);
    }

    private static Event withBody(Event event, String body) {
        return new Event(event.room(), event.seq(), event.ts(), event.type(), event.id(), event.from(), body);
    }
}
