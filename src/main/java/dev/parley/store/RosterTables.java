package dev.parley.store;

import java.util.List;

/** The tables of who belongs to a room and what was done to whom; a room's commits write them as rows. */
public final class RosterTables {
    /**
     * Members; a role of {@code removed} remembers that, so that no earlier invitation lets the user in again.
     * {@code seq}: of the event that gave or took the role. {@code added_by}: a user's id.
     */
    public static final Table MEMBERS =
            new Table("members", List.of("room", "user_id"), List.of("user_id", "role", "added_by"));

    /** Sanctions, also those that are over. {@code kind}, {@code until_at} and {@code by_rank} as in Sanction. */
    public static final Table SANCTIONS = new Table(
            "sanctions", List.of("room", "user_id", "kind"), List.of("user_id", "kind", "until_at", "by_rank"));

    /**
     * {@code made_seq}: the room's last when it was made, while {@code seq} is that of its last use. {@code uses_left}
     * null: no limit. {@code guests} 0 or 1.
     */
    public static final Table INVITATIONS = new Table(
            "invitations",
            List.of("room", "hash"),
            List.of("hash", "role", "made_by", "made_seq", "uses_left", "expires_at", "guests"));

    /** {@code target}: the seq of the event that it is about; null for none. */
    public static final Table AUDIT =
            new Table("audit", List.of("room", "id"), List.of("id", "at", "by_id", "action", "user_id", "target"));

    /**
     * Events that took somebody out, by {@code at}, which the store sets to its own clock. {@code gone} 1: the room was
     * deleted.
     */
    public static final Table REMOVALS = new Table("removals", List.of("room", "seq"), List.of("gone"));

    /** Those that go with their room. */
    public static final List<Table> OF_A_ROOM = List.of(MEMBERS, SANCTIONS, INVITATIONS, AUDIT);

    private RosterTables() {}
}
