package dev.parley.room.rules;

import dev.parley.access.AccessRules;
import dev.parley.access.Action;
import dev.parley.config.Limits;
import dev.parley.messages.Administration.Impose;
import dev.parley.messages.Principal;
import dev.parley.model.Code;
import dev.parley.model.RoomChange;
import dev.parley.model.Sanction;
import java.util.List;

/** Who may mute and kick whom in a room, and lift that. Pure. */
public final class SanctionRules {
    /** Sanctions that are over and go with one commit. */
    private static final int OVER_MAX = 100;

    private final Room room;
    private final Limits limits;

    public SanctionRules(Room room, Limits limits) {
        this.room = room;
        this.limits = limits;
    }

    /** What is to be stored for it; empty when it is so already. Throws a {@link dev.parley.model.Refusal}. */
    public Ruling impose(Principal who, Impose wanted, long now) {
        room.check(who, Action.MODERATE, null);
        room.requireExists();
        String user = wanted.user();
        int rank = room.rank(who);
        Sanction before = room.roster().sanction(user, wanted.kind(), now);
        if (who.user().equals(user)
                || !AccessRules.mayManage(rank, room.roster().role(user), null)
                || (before != null && !AccessRules.mayReplace(rank, before))) {
            throw Code.FORBIDDEN.refuse("nobody mutes or kicks at or above their own rank");
        }
        if (wanted.until() == 0) {
            return before == null
                    ? Ruling.none()
                    : Ruling.of(lifted(wanted.kind()), user).sanction(user, new Sanction(wanted.kind(), 0, rank));
        }
        if (wanted.until() <= now && wanted.kind() == Sanction.Kind.MUTE) {
            return Ruling.none(); // it ended on its way here, while the room moved; a kick still takes the user out
        }
        Sanction sanction = new Sanction(wanted.kind(), wanted.until(), rank);
        if (sanction.equals(before)) {
            return Ruling.none();
        }
        if (before == null && room.roster().countSanctions(now) >= limits.sanctions()) {
            throw Code.TOO_LARGE.refuse("so many mutes and kicks are in force in this room already: "
                    + limits.sanctions() + " (limits.sanctions)");
        }
        List<RoomChange.Imposed> over = room.roster().over(now, OVER_MAX).stream()
                .filter(each -> !each.user().equals(user) || each.sanction().kind() != wanted.kind())
                .toList();
        return Ruling.of(imposed(wanted.kind()), user).sanction(user, sanction).without(over);
    }

    private static Ruling.Kind imposed(Sanction.Kind kind) {
        return kind == Sanction.Kind.MUTE ? Ruling.Kind.MUTED : Ruling.Kind.KICKED;
    }

    private static Ruling.Kind lifted(Sanction.Kind kind) {
        return kind == Sanction.Kind.MUTE ? Ruling.Kind.UNMUTED : Ruling.Kind.UNKICKED;
    }

    /** A guest has become this user: whatever of their sanctions lasts longer is the user's. */
    public Ruling adopt(String guest, String user, long now) {
        Ruling ruling = Ruling.of(Ruling.Kind.ADOPTED, guest);
        for (Sanction.Kind kind : Sanction.Kind.values()) {
            Sanction theirs = room.roster().sanction(guest, kind, now);
            Sanction own = room.roster().sanction(user, kind, now);
            if (theirs != null) {
                ruling.sanction(guest, new Sanction(kind, 0, theirs.rank()));
                if (own == null || own.until() < theirs.until()) {
                    ruling.sanction(user, theirs);
                }
            }
        }
        return ruling.change().isEmpty() ? Ruling.none() : ruling;
    }
}
