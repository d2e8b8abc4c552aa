package dev.parley.room.rules;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.model.RoomChange;
import dev.parley.model.RoomOptions;
import dev.parley.model.RoomRole;
import dev.parley.model.Sanction;
import dev.parley.store.Effect;
import dev.parley.store.RosterTables;
import dev.parley.store.Rosters;
import dev.parley.store.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a change of a room's settings, members or sanctions stores: the event that tells of it with the rows that stand
 * for it, and the entry of the audit trail. {@link Room#commit(Ruling, dev.parley.model.Author, long)} makes a commit
 * of it. One without anything to store is {@link #isEmpty}. Pure.
 */
public final class Ruling {
    /** What the audit trail calls it. */
    public enum Kind {
        MADE,
        SETTINGS,
        MEMBER,
        REMOVED,
        LEFT,
        INVITED,
        JOINED,
        MUTED,
        UNMUTED,
        KICKED,
        UNKICKED,
        DELETED,
        ENTERED,
        ADOPTED
    }

    private final Kind kind;
    private final String user;
    private final Long target;
    private final RoomChange change = RoomChange.none();
    private final List<Effect> effects = new ArrayList<>();

    private Ruling(Kind kind, String user, Long target) {
        this.kind = kind;
        this.user = user;
        this.target = target;
    }

    /** Of this kind, about this user; null for nobody. */
    public static Ruling of(Kind kind, String user) {
        return new Ruling(kind, user, null);
    }

    /** Everything is as wanted. */
    static Ruling none() {
        return new Ruling(null, null, null);
    }

    /** A user was in the room to whom it is not open otherwise. */
    public static Ruling entered() {
        return of(Kind.ENTERED, null);
    }

    /** A moderator deletes what this user said; another amendment is beside it. */
    public static Ruling deleted(String user, long target) {
        return new Ruling(Kind.DELETED, user, target);
    }

    public boolean isEmpty() {
        return kind == null;
    }

    /** Whether it makes the room. */
    public boolean isMaking() {
        return kind == Kind.MADE;
    }

    /** What everybody in the room is told; empty for nothing. */
    public RoomChange change() {
        return change;
    }

    List<Effect> effects() {
        return List.copyOf(effects);
    }

    /** Its entry in the audit trail. */
    public Effect audit(String id, long now, String by) {
        String action = kind.name().toLowerCase(Locale.ROOT);
        return put(RosterTables.AUDIT, id, now, by, action, user, target);
    }

    @CanIgnoreReturnValue
    Ruling with(RoomOptions options) {
        effects.add(new Effect.SetOptions(options));
        return this;
    }

    @CanIgnoreReturnValue
    Ruling member(String member, RoomRole role, String addedBy) {
        change.member(member, role);
        effects.add(put(RosterTables.MEMBERS, member, role.text(), addedBy));
        return this;
    }

    /** The row stays, so that no earlier invitation lets the user in again. */
    @CanIgnoreReturnValue
    Ruling noMember(String member, String removedBy) {
        change.member(member, null);
        effects.add(put(RosterTables.MEMBERS, member, Rosters.REMOVED, removedBy));
        return this;
    }

    @CanIgnoreReturnValue
    Ruling sanction(String struck, Sanction sanction) {
        change.sanction(struck, sanction);
        effects.add(
                sanction.until() == 0
                        ? delete(struck, sanction.kind())
                        : put(
                                RosterTables.SANCTIONS,
                                struck,
                                sanction.kind().text(),
                                sanction.until(),
                                sanction.rank()));
        return this;
    }

    /** Without the rows of sanctions that are over. */
    @CanIgnoreReturnValue
    Ruling without(List<RoomChange.Imposed> over) {
        over.forEach(each -> effects.add(delete(each.user(), each.sanction().kind())));
        return this;
    }

    private static Effect delete(String struck, Sanction.Kind kind) {
        return new Effect.DeleteRows(RosterTables.SANCTIONS, List.of("user_id", "kind"), List.of(struck, kind.text()));
    }

    @CanIgnoreReturnValue
    Ruling invitation(Rosters.Invitation invitation) {
        effects.add(put(
                RosterTables.INVITATIONS,
                invitation.hash(),
                invitation.role().text(),
                invitation.madeBy(),
                invitation.madeSeq(),
                invitation.usesLeft(),
                invitation.expiresAt(),
                invitation.guests() ? 1 : 0));
        return this;
    }

    /** Without the rows of a table whose column has this value. */
    @CanIgnoreReturnValue
    Ruling without(Table table, String column, String value) {
        effects.add(new Effect.DeleteRows(table, List.of(column), List.of(value)));
        return this;
    }

    /** Without any rows of a table. */
    @CanIgnoreReturnValue
    Ruling withoutAll(Table table) {
        effects.add(new Effect.DeleteRows(table, List.of(), List.of()));
        return this;
    }

    private static Effect put(Table table, Object... row) {
        return new Effect.PutRows(table, List.of(Arrays.asList(row)));
    }
}
