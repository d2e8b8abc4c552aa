package dev.parley.room.rules;

import dev.parley.access.AccessRules;
import dev.parley.access.Action;
import dev.parley.config.Limits;
import dev.parley.messages.Principal;
import dev.parley.model.Code;
import dev.parley.model.DirectRooms;
import dev.parley.model.RoomAccess;
import dev.parley.model.RoomOptions;
import dev.parley.model.RoomRole;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Who may give a room's members which role, and take it. Pure. */
public final class MemberRules {
    private final Room room;
    private final Limits limits;

    public MemberRules(Room room, Limits limits) {
        this.room = room;
        this.limits = limits;
    }

    /** Gives a user a role; null takes membership away. Throws a {@link dev.parley.model.Refusal}. */
    public Ruling set(Principal who, String user, RoomRole role) {
        boolean isOwn = who.user().equals(user);
        RoomRole before = room.roster().role(user);
        boolean givesUp = isOwn && (role == null || AccessRules.isLower(role, before));
        boolean leaves = givesUp && !DirectRooms.isDirect(room.name());
        room.check(who, leaves ? Action.ENTER : Action.MANAGE_MEMBERS, null);
        requireMembers(room);
        if (Objects.equals(before, role)) {
            return Ruling.none();
        }
        if (!givesUp) {
            permit(who, before, role);
        }
        if (room.roster().isLastOwner(user)) {
            throw Code.CONFLICT.refuse("the last owner can neither leave nor be lowered: make another one first");
        }
        if (role == null) {
            return Ruling.of(isOwn ? Ruling.Kind.LEFT : Ruling.Kind.REMOVED, user)
                    .noMember(user, who.user());
        }
        if (before == null) {
            requireSpace();
        }
        return Ruling.of(Ruling.Kind.MEMBER, user).member(user, role, who.user());
    }

    private void permit(Principal who, RoomRole before, RoomRole role) {
        if (!AccessRules.mayManage(room.rank(who), before, role)) {
            throw Code.FORBIDDEN.refuse("nobody gives or takes a role at or above their own, but owners make owners");
        }
    }

    /** Throws {@code not_found} or {@code conflict} unless it is a room that has members. */
    static void requireMembers(Room room) {
        room.requireExists();
        if (room.options().access() == RoomAccess.OPEN && !DirectRooms.isDirect(room.name())) {
            throw Code.CONFLICT.refuse("an open room has no member list");
        }
    }

    /** Throws {@code too_large} unless one more member has room. */
    void requireSpace() {
        if (room.roster().count() >= limits.roomMembers()) {
            throw Code.TOO_LARGE.refuse(
                    "the room has " + limits.roomMembers() + " members already (limits.roomMembers)");
        }
    }

    /** The members of a direct room, once; its maker's row names the maker as whoever added it. */
    public Ruling direct(Principal who, List<String> users) {
        Set<String> all = new HashSet<>(users);
        all.add(who.user());
        if (!DirectRooms.isDirect(room.name()) || all.size() < 2 || all.size() > DirectRooms.USERS_MAX) {
            throw Code.BAD_FRAME.refuse("a direct room is for 2 to " + DirectRooms.USERS_MAX + " users");
        }
        room.checkToken(who);
        if (room.roster().count() > 0) {
            room.check(who, Action.ENTER, null);
            return Ruling.none();
        }
        Ruling ruling = Ruling.of(Ruling.Kind.MADE, null)
                .with(RoomOptions.NONE.with(new JsonObject().put("access", RoomAccess.PRIVATE.text())));
        all.stream().sorted().forEach(user -> ruling.member(user, RoomRole.MEMBER, who.user()));
        return ruling;
    }

    /** A guest has become this user, who gets the guest's role unless they have a higher one. */
    public Ruling adopt(String guest, String user) {
        RoomRole role = room.roster().role(guest);
        if (role == null) {
            return Ruling.none();
        }
        Ruling ruling = Ruling.of(Ruling.Kind.ADOPTED, guest).noMember(guest, user);
        if (AccessRules.isLower(room.roster().role(user), role)) {
            ruling.member(user, role, user);
        }
        return ruling;
    }
}
