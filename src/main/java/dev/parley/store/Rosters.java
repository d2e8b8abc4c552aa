package dev.parley.store;

import dev.parley.model.RoomOptions;
import dev.parley.model.RoomRole;
import dev.parley.model.Sanction;
import dev.parley.model.Standing;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads who belongs to rooms and what was done to whom, by the same statements in both stores. Threads and failures as
 * {@link Store} says.
 */
public record Rosters(Database database) {
    /** Of {@link RosterTables#MEMBERS}: somebody who was taken out. */
    public static final String REMOVED = "removed";

    private static final int MEMBERS_PAGE = 5000;
    private static final int KICKS_PAGE = 500;

    /** A member in a list. */
    public record StoredMember(String user, RoomRole role) {}

    /** An invitation; {@code usesLeft} is null without a limit, {@code madeSeq} the room's last when it was made. */
    public record Invitation(
            String room,
            String hash,
            long madeSeq,
            RoomRole role,
            String madeBy,
            Long usesLeft,
            long expiresAt,
            boolean guests) {}

    /** An entry of the audit trail; {@code user} and {@code target} may be null. */
    public record AuditEntry(String id, long at, String by, String action, String user, Long target) {}

    /** An event that took somebody out of a room; {@code at} by the store's clock. */
    public record StoredRemoval(String room, long seq, boolean gone, long at) {}

    /** All members of a room, and its sanctions that are in force at {@code now}. */
    public Future<Roster> roster(String room, long now) {
        Map<String, RoomRole> members = new HashMap<>();
        return members(room, "", members)
                .compose(v -> database.query(
                        "SELECT user_id, kind, until_at, by_rank FROM sanctions WHERE room = ? AND until_at > ?",
                        room,
                        now))
                .map(rows -> {
                    Map<String, List<Sanction>> sanctions = new HashMap<>();
                    rows.forEach(row -> sanctions
                            .computeIfAbsent((String) row.get(0), user -> new ArrayList<>(2))
                            .add(sanction(row, 1)));
                    return new Roster(members, sanctions);
                });
    }

    private Future<Void> members(String room, String after, Map<String, RoomRole> found) {
        return members(room, after, MEMBERS_PAGE).compose(page -> {
            page.forEach(member -> found.put(member.user(), member.role()));
            return page.size() < MEMBERS_PAGE
                    ? Future.succeededFuture()
                    : members(room, page.get(MEMBERS_PAGE - 1).user(), found);
        });
    }

    /** Members of a room with ids behind {@code after}, by id, at most {@code limit}. */
    public Future<List<StoredMember>> members(String room, String after, int limit) {
        return database.query(
                        """
                        SELECT user_id, role FROM members
                        WHERE room = ? AND user_id > ? AND role <> 'removed' ORDER BY user_id LIMIT ?""",
                        room,
                        after,
                        (long) limit)
                .map(rows -> rows.stream()
                        .map(row -> new StoredMember((String) row.get(0), role(row.get(1))))
                        .toList());
    }

    /** How many members a room has. */
    public Future<Long> count(String room) {
        return database.query("SELECT count(*) FROM members WHERE room = ? AND role <> 'removed'", room)
                .map(rows -> (Long) rows.get(0).get(0));
    }

    /**
     * How one user stands in a room at this time, without its other members. That the room {@code exists} is taken for
     * granted: only the room itself knows.
     */
    public Future<Standing> standing(String room, String user, long now) {
        return database.query(
                        """
                        SELECT r.options, m.role, s.kind, s.until_at, s.by_rank
                        FROM rooms r
                        LEFT JOIN members m ON m.room = r.id AND m.user_id = ?
                        LEFT JOIN sanctions s ON s.room = r.id AND s.user_id = ? AND s.until_at > ?
                        WHERE r.id = ?""",
                        user,
                        user,
                        now,
                        room)
                .map(rows -> {
                    if (rows.isEmpty()) {
                        return Standing.PLAIN;
                    }
                    List<Object> first = rows.get(0);
                    List<Sanction> sanctions = rows.stream()
                            .filter(row -> row.get(2) != null)
                            .map(row -> sanction(row, 2))
                            .toList();
                    return standing(true, RoomOptions.of((String) first.get(0)), role(first.get(1)), sanctions);
                });
    }

    /** How a user with this role and these sanctions in force stands in a room. */
    public static Standing standing(boolean exists, RoomOptions options, RoomRole role, List<Sanction> inForce) {
        return Standing.of(
                exists, options, role, first(inForce, Sanction.Kind.MUTE), first(inForce, Sanction.Kind.KICK));
    }

    private static Sanction first(List<Sanction> sanctions, Sanction.Kind kind) {
        return sanctions.stream()
                .filter(each -> each.kind() == kind)
                .findFirst()
                .orElse(null);
    }

    /** The kicks of a user that are in force at this time in rooms from {@code first} to {@code last}, by room. */
    public Future<Map<String, Sanction>> kicks(String user, String first, String last, long now) {
        return kicks(user, first, last, now, new HashMap<>());
    }

    private Future<Map<String, Sanction>> kicks(
            String user, String first, String last, long now, Map<String, Sanction> found) {
        return database.query(
                        """
                        SELECT room, kind, until_at, by_rank FROM sanctions
                        WHERE user_id = ? AND room >= ? AND room <= ? AND kind = 'kick' AND until_at > ?
                        ORDER BY room LIMIT ?""",
                        user,
                        first,
                        last,
                        now,
                        (long) KICKS_PAGE)
                .compose(rows -> {
                    rows.forEach(row -> found.put((String) row.get(0), sanction(row, 1)));
                    return rows.size() < KICKS_PAGE
                            ? Future.succeededFuture(found)
                            : kicks(user, (String) rows.get(KICKS_PAGE - 1).get(0), last, now, found);
                });
    }

    /** The {@code seq} at which a user was taken out of a room; absent for members and for those who never were one. */
    public Future<Optional<Long>> removedAt(String room, String user) {
        return database.query("SELECT seq FROM members WHERE room = ? AND user_id = ? AND role = 'removed'", room, user)
                .map(rows -> rows.stream().map(row -> (Long) row.get(0)).findFirst());
    }

    /** Rooms in which something is stored of a user: a role, or a sanction that is in force; at most {@code limit}. */
    public Future<List<String>> roomsOf(String user, long now, int limit) {
        return database.query(
                        """
                        SELECT room FROM members WHERE user_id = ? AND role <> 'removed'
                        UNION SELECT room FROM sanctions WHERE user_id = ? AND until_at > ? LIMIT ?""",
                        user,
                        user,
                        now,
                        (long) limit)
                .map(rows -> rows.stream().map(row -> (String) row.get(0)).toList());
    }

    /** The invitation with this hash, in whatever room; it may be over. */
    public Future<Optional<Invitation>> invitation(String hash) {
        return invitations("hash = ?", hash).map(found -> found.stream().findFirst());
    }

    /** How many invitations of a room can still be taken at this time. */
    public Future<Long> countInvitations(String room, long now) {
        return database.query(
                        """
                        SELECT count(*) FROM invitations
                        WHERE room = ? AND expires_at > ? AND coalesce(uses_left, 1) > 0""",
                        room,
                        now)
                .map(rows -> (Long) rows.get(0).get(0));
    }

    /** Hashes of a room's invitations that are over at this time, at most {@code limit}. */
    public Future<List<String>> expiredInvitations(String room, long now, int limit) {
        return database.query(
                        "SELECT hash FROM invitations WHERE room = ? AND expires_at <= ? LIMIT ?", room, now, (long)
                                limit)
                .map(rows -> rows.stream().map(row -> (String) row.get(0)).toList());
    }

    private Future<List<Invitation>> invitations(String condition, Object... arguments) {
        return database.query(
                        "SELECT room, hash, made_seq, role, made_by, uses_left, expires_at, guests FROM invitations WHERE "
                                + condition,
                        arguments)
                .map(rows -> rows.stream().map(Rosters::invitation).toList());
    }

    private static Invitation invitation(List<Object> row) {
        return new Invitation(
                (String) row.get(0),
                (String) row.get(1),
                (Long) row.get(2),
                role(row.get(3)),
                (String) row.get(4),
                (Long) row.get(5),
                (Long) row.get(6),
                (Long) row.get(7) > 0);
    }

    /** The audit trail of a room, latest first: what lies before this time and, in the same millisecond, this id. */
    public Future<List<AuditEntry>> audit(String room, long before, String beforeId, int limit) {
        return database.query(
                        """
                        SELECT id, at, by_id, action, user_id, target FROM audit
                        WHERE room = ? AND (at < ? OR (at = ? AND id < ?)) ORDER BY at DESC, id DESC LIMIT ?""",
                        room,
                        before,
                        before,
                        beforeId,
                        (long) limit)
                .map(rows -> rows.stream()
                        .map(row -> new AuditEntry(
                                (String) row.get(0),
                                (Long) row.get(1),
                                (String) row.get(2),
                                (String) row.get(3),
                                (String) row.get(4),
                                (Long) row.get(5)))
                        .toList());
    }

    /** Removals in all rooms with {@code at} above {@code after} by the store's clock, oldest first. */
    public Future<List<StoredRemoval>> removals(long after, int limit) {
        return database.query("SELECT room, seq, gone, at FROM removals WHERE at > ? ORDER BY at LIMIT ?", after, (long)
                        limit)
                .map(rows -> rows.stream()
                        .map(row -> new StoredRemoval(
                                (String) row.get(0), (Long) row.get(1), (Long) row.get(2) > 0, (Long) row.get(3)))
                        .toList());
    }

    /** The {@code at} of the latest removal; 0 when there is none. */
    public Future<Long> lastRemovalAt() {
        return database.query("SELECT coalesce(max(at), 0) FROM removals")
                .map(rows -> (Long) rows.get(0).get(0));
    }

    /** Forgets removals that are older than {@code spanMs} before the latest one. */
    public Future<Void> forgetRemovals(long spanMs) {
        return database.update(List.of(Database.Statement.of(
                        "DELETE FROM removals WHERE at < (SELECT max(at) FROM removals) - ?", spanMs)))
                .mapEmpty();
    }

    /** Keys the names of direct rooms; made once with the database. */
    public Future<String> directSecret() {
        return database.query("SELECT value FROM secrets WHERE name = 'direct'")
                .map(rows -> (String) rows.get(0).get(0));
    }

    private static Sanction sanction(List<Object> row, int at) {
        return new Sanction(
                Sanction.Kind.of((String) row.get(at)).orElseThrow(),
                (Long) row.get(at + 1),
                ((Long) row.get(at + 2)).intValue());
    }

    /** Null for one who was taken out. A role that this version does not know may do least. */
    private static RoomRole role(Object stored) {
        return stored == null || REMOVED.equals(stored)
                ? null
                : RoomRole.of((String) stored).orElse(RoomRole.READER);
    }
}
