package dev.parley.store.sqlite;

import dev.parley.model.NameRange;
import dev.parley.model.RoomOptions;
import dev.parley.store.Position;
import dev.parley.store.RoomSummary;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Reads of rooms on one connection. A room's last event may still be in the {@link UnmovedEvents}, which are read
 * first. One reader thread only.
 */
final class RoomQueries {
    private final UnmovedEvents unmovedEvents;
    private final PreparedStatement rooms;
    private final PreparedStatement position;
    private final PreparedStatement owner;
    private final PreparedStatement options;

    RoomQueries(Connection connection, UnmovedEvents unmovedEvents) throws SQLException {
        this.unmovedEvents = unmovedEvents;
        rooms = connection.prepareStatement(
                """
                SELECT id FROM rooms WHERE id >= ? AND id < ? AND (last_seq > 0 OR options IS NOT NULL)
                ORDER BY id LIMIT ?""");
        position = connection.prepareStatement("SELECT epoch, last_seq FROM rooms WHERE id = ?");
        owner = connection.prepareStatement("SELECT owner FROM rooms WHERE id = ?");
        options = connection.prepareStatement("SELECT options FROM rooms WHERE id = ?");
    }

    Optional<RoomSummary> room(String name) throws SQLException {
        Optional<Position> found = position(name);
        boolean exists = found.isPresent() && (found.get().seq() > 0 || hasOptions(name));
        return exists ? Optional.of(new RoomSummary(name, found.get().seq())) : Optional.empty();
    }

    /** The first events of a room may be among the unmoved ones alone. */
    List<RoomSummary> rooms(NameRange range, int limit) throws SQLException {
        SortedSet<String> names = new TreeSet<>(unmovedEvents.rooms(range));
        rooms.setString(1, range.from());
        rooms.setString(2, range.to());
        rooms.setInt(3, limit);
        try (ResultSet row = rooms.executeQuery()) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        List<RoomSummary> found = new ArrayList<>();
        for (String name : names) {
            if (found.size() < limit) {
                found.add(room(name).orElseThrow()); // rooms do not go away
            }
        }
        return List.copyOf(found);
    }

    Optional<String> owner(String name) throws SQLException {
        owner.setString(1, name);
        try (ResultSet row = owner.executeQuery()) {
            return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
        }
    }

    RoomOptions options(String name) throws SQLException {
        options.setString(1, name);
        try (ResultSet row = options.executeQuery()) {
            return row.next() ? RoomOptions.of(row.getString(1)) : RoomOptions.NONE;
        }
    }

    private boolean hasOptions(String name) throws SQLException {
        options.setString(1, name);
        try (ResultSet row = options.executeQuery()) {
            return row.next() && row.getString(1) != null;
        }
    }

    Map<String, Position> positions(List<String> names) throws SQLException {
        Map<String, Position> found = new HashMap<>();
        for (String name : names) {
            position(name).ifPresent(position -> found.put(name, position));
        }
        return found;
    }

    /** Events that are not among the unmoved ones any more are counted in the room's row, if it is read afterwards. */
    private Optional<Position> position(String name) throws SQLException {
        long newest = unmovedEvents.lastSeq(name);
        position.setString(1, name);
        try (ResultSet row = position.executeQuery()) {
            return row.next()
                    ? Optional.of(new Position(row.getLong(1), Math.max(newest, row.getLong(2))))
                    : Optional.empty();
        }
    }
}
