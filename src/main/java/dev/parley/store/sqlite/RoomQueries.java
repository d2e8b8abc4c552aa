package dev.parley.store.sqlite;

import dev.parley.model.DirectRooms;
import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.model.NameRange;
import dev.parley.model.RoomOptions;
import dev.parley.store.Position;
import dev.parley.store.RoomFilter;
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
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads of rooms on one connection. A room's last event may still be in the {@link UnmovedEvents}, which are read
 * first. One reader thread only.
 */
final class RoomQueries {
    private static final String SUMMARY =
            """
            SELECT id, last_seq, first_seq, options, private, m.role, m.added_by, (
              SELECT ts FROM events WHERE room = rooms.id AND seq >= first_seq ORDER BY seq DESC LIMIT 1)\s""";
    private static final String WITH_ROLE = "LEFT JOIN members m ON m.room = id AND m.user_id = ?1 ";
    private static final String EXISTING =
            """
            id >= ?2 AND id < ?3 AND (last_seq >= max(first_seq, 1) OR options IS NOT NULL) ORDER BY id LIMIT ?4""";
    static final String OPEN =
            SUMMARY + "FROM rooms INDEXED BY rooms_open " + WITH_ROLE + "WHERE private = 0 AND " + EXISTING;
    static final String ALL = SUMMARY + "FROM rooms " + WITH_ROLE + "WHERE " + EXISTING;
    private static final String ONE = SUMMARY + "FROM rooms " + WITH_ROLE + "WHERE id = ?2";
    static final String MINE = SUMMARY
            + """
            FROM members m INDEXED BY members_by_user CROSS JOIN rooms ON id = m.room
            WHERE m.user_id = ?1 AND m.room >= ?2 AND m.room < ?3 AND m.role <> 'removed' ORDER BY m.room""";
    static final String RETAINED =
            """
            SELECT id, retention, first_seq, (SELECT ts FROM events WHERE room = rooms.id AND seq >= first_seq ORDER BY seq LIMIT 1)
            FROM rooms INDEXED BY rooms_retained WHERE retention > 0""";
    /** The first of so many events that is not older. */
    static final String CUT =
            "SELECT seq FROM events WHERE room = ? AND seq >= ? AND seq < ? AND ts >= ? ORDER BY seq LIMIT 1";

    private final UnmovedEvents unmovedEvents;
    private final PreparedStatement open;
    private final PreparedStatement all;
    private final PreparedStatement one;
    private final PreparedStatement mine;
    private final PreparedStatement message;
    private final PreparedStatement retained;
    private final PreparedStatement cut;
    private final PreparedStatement position;
    private final PreparedStatement owner;
    private final PreparedStatement options;

    RoomQueries(Connection connection, UnmovedEvents unmovedEvents) throws SQLException {
        this.unmovedEvents = unmovedEvents;
        open = connection.prepareStatement(OPEN);
        all = connection.prepareStatement(ALL);
        one = connection.prepareStatement(ONE);
        mine = connection.prepareStatement(MINE);
        message = connection.prepareStatement("SELECT 1 FROM messages WHERE room = ? AND seq >= ? LIMIT 1");
        retained = connection.prepareStatement(RETAINED);
        cut = connection.prepareStatement(CUT);
        position = connection.prepareStatement("SELECT epoch, last_seq, first_seq FROM rooms WHERE id = ?");
        owner = connection.prepareStatement("SELECT owner FROM rooms WHERE id = ?");
        options = connection.prepareStatement("SELECT options FROM rooms WHERE id = ?");
    }

    Optional<RoomSummary> room(String name) throws SQLException {
        return find(name, RoomFilter.ALL.user(), unmovedEvents.of(name))
                .filter(ListedRoom::exists)
                .map(ListedRoom::summary);
    }

    /** The first events of a room may be among the unmoved ones alone. */
    List<RoomSummary> rooms(NameRange range, RoomFilter filter, int limit) throws SQLException {
        SortedMap<String, List<JournalRow>> newest = unmovedEvents.of(range);
        SortedMap<String, RoomSummary> found = new TreeMap<>();
        List<NameRange> ranges = filter.others() ? range.without(DirectRooms.all()) : List.of(range);
        for (NameRange each : ranges) {
            addExisting(found, newest, filter.others() ? all : open, each, filter.user(), limit);
        }
        addUnmoved(found, newest, filter, limit);
        addMine(found, newest, range, filter.user(), limit);
        return found.values().stream().limit(limit).toList();
    }

    private static void addExisting(
            SortedMap<String, RoomSummary> found,
            SortedMap<String, List<JournalRow>> newest,
            PreparedStatement query,
            NameRange range,
            String user,
            int limit)
            throws SQLException {
        set(query, user, range);
        query.setInt(4, limit);
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                ListedRoom room = ListedRoom.of(row, newest.getOrDefault(row.getString(1), List.of()));
                found.put(room.name(), room.summary());
            }
        }
    }

    private void addUnmoved(
            SortedMap<String, RoomSummary> found,
            SortedMap<String, List<JournalRow>> newest,
            RoomFilter filter,
            int limit)
            throws SQLException {
        int left = limit;
        for (Map.Entry<String, List<JournalRow>> entry : newest.entrySet()) {
            String name = entry.getKey();
            if (left > 0 && !found.containsKey(name)) {
                Optional<ListedRoom> room = find(name, filter.user(), entry.getValue())
                        .filter(each -> each.exists()
                                && (!each.isPrivate() || (filter.others() && !DirectRooms.isDirect(name))));
                room.ifPresent(each -> found.put(name, each.summary()));
                left -= room.isPresent() ? 1 : 0;
            }
        }
    }

    /** Private and direct ones among them; of the others some are there already. */
    private void addMine(
            SortedMap<String, RoomSummary> found,
            SortedMap<String, List<JournalRow>> newest,
            NameRange range,
            String user,
            int limit)
            throws SQLException {
        set(mine, user, range);
        int left = limit;
        try (ResultSet row = mine.executeQuery()) {
            while (left > 0 && row.next()) {
                ListedRoom room = ListedRoom.of(row, newest.getOrDefault(row.getString(1), List.of()));
                boolean isListed = DirectRooms.isDirect(room.name())
                        ? room.exists() && (user.equals(room.addedBy()) || hasMessage(room))
                        : room.exists();
                if (isListed) {
                    found.put(room.name(), room.summary());
                    left--;
                }
            }
        }
    }

    private boolean hasMessage(ListedRoom room) throws SQLException {
        if (room.newest().stream()
                .anyMatch(row -> EventType.isMessage(row.event().type()))) {
            return true;
        }
        message.setString(1, room.name());
        message.setLong(2, room.firstSeq());
        try (ResultSet row = message.executeQuery()) {
            return row.next();
        }
    }

    private Optional<ListedRoom> find(String name, String user, List<JournalRow> newest) throws SQLException {
        one.setString(1, user);
        one.setString(2, name);
        try (ResultSet row = one.executeQuery()) {
            return row.next() ? Optional.of(ListedRoom.of(row, newest)) : Optional.empty();
        }
    }

    private static void set(PreparedStatement query, String user, NameRange range) throws SQLException {
        query.setString(1, user);
        query.setString(2, range.from());
        query.setString(3, range.to());
    }

    /** See {@link dev.parley.store.History#dueForRetention}. */
    List<String> dueForRetention(long now, int limit) throws SQLException {
        List<String> due = new ArrayList<>();
        try (ResultSet row = retained.executeQuery()) {
            while (due.size() < limit && row.next()) {
                long firstAt = row.getLong(4);
                if (row.wasNull()) { // if it keeps one, it is not moved yet
                    List<JournalRow> newest = KeptEvents.from(row.getLong(3), unmovedEvents.of(row.getString(1)));
                    firstAt = newest.isEmpty() ? now : newest.get(0).event().ts();
                }
                if (firstAt < now - row.getLong(2) - row.getLong(2) / 50) {
                    due.add(row.getString(1));
                }
            }
        }
        return List.copyOf(due);
    }

    /** See {@link dev.parley.store.History#cut}. */
    long cut(String name, long before, int limit) throws SQLException {
        List<JournalRow> newest = unmovedEvents.of(name);
        long last = newest.isEmpty() ? 0 : newest.get(newest.size() - 1).event().seq();
        long first = 1;
        position.setString(1, name);
        try (ResultSet row = position.executeQuery()) {
            if (row.next()) {
                last = Math.max(last, row.getLong(2));
                first = Math.max(first, row.getLong(3));
            }
        }
        long end = Math.min(last + 1, first + limit - 1);
        cut.setString(1, name);
        cut.setLong(2, first);
        cut.setLong(3, end);
        cut.setLong(4, before);
        try (ResultSet row = cut.executeQuery()) {
            if (row.next()) {
                return row.getLong(1);
            }
        }
        return KeptEvents.from(first, newest).stream()
                .map(JournalRow::event)
                .filter(event -> event.seq() < end && event.ts() >= before)
                .mapToLong(Event::seq)
                .findFirst()
                .orElse(end);
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
