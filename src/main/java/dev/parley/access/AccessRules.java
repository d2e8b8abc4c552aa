package dev.parley.access;

import dev.parley.messages.Principal;
import dev.parley.model.AssistantRooms;
import dev.parley.model.Code;
import dev.parley.model.DirectRooms;
import dev.parley.model.Refusal;
import dev.parley.model.Removal;
import dev.parley.model.Role;
import dev.parley.model.RoomAccess;
import dev.parley.model.RoomName;
import dev.parley.model.RoomRole;
import dev.parley.model.Sanction;
import dev.parley.model.SpeakPolicy;
import dev.parley.model.Standing;
import java.util.Optional;

/**
 * Who may do what: the only place that compares roles, patterns, owners and members. Pure. Doors ask {@link Access}; a
 * room, which holds all that its answer depends on, asks here.
 *
 * <p>Everything in a room needs that one may enter it. What more it needs:
 *
 * <pre>
 * ENTER, READ                 nothing
 * SAY, ACT                    that one may speak there: the setting speak allows it, and one is no reader and not muted
 * WRITE_STATE                 that one may speak, and that the setting writeState allows it
 * DELETE                      the sender, or a moderator
 * SPEAK_FOR                   a service or an admin
 * STOP_ANSWER                 who asked for the answer, or a moderator
 * DECIDE_TOOLS                who asked for the answer and may speak, or a moderator
 * MAKE_ROOM                   a token that is no guest's; not main, direct: and assistant: rooms
 * CONFIGURE                   a moderator; nobody in a direct: room
 * CONFIGURE_ALL               a moderator of an open room, else an owner; nobody in a direct: room
 * DELETE_ROOM                 an owner; an admin for main; nobody in a direct: room
 * MODERATE                    a moderator; nobody in a direct: or assistant: room
 * MANAGE_MEMBERS              a moderator; nobody in a direct: or assistant: room
 * REFRESH                     a service or an admin; of an assistant: room that its patterns allow, too
 * SEE_USAGE                   one's own; a service or an admin sees all, also of rooms that they may not enter, but no
 *                             direct: room's by its name
 * </pre>
 *
 * <p>"A moderator" means that {@link #rank} or more, as "an owner" does. What a token alone says is in {@link
 * TokenRules}.
 */
public final class AccessRules {
    /** Of nobody, or of a guest in an open room, who stands as low as a reader. */
    public static final int NOBODY = 0;

    public static final int READER = 1;
    public static final int MEMBER = 2;
    public static final int MODERATOR = 3;
    public static final int OWNER = 4;
    public static final int ADMIN = 5;

    private AccessRules() {}

    /** Throws {@code forbidden} when this principal may not do that. */
    public static void check(Principal who, Action action, Resource about, Standing in) {
        Optional<Refusal> refusal = judge(who, action, about, in);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    /** Why this principal, who stands so in the room, may not do that; empty when it may. */
    public static Optional<Refusal> judge(Principal who, Action action, Resource about, Standing in) {
        if (TokenRules.seesUsage(who, action, about)) {
            return Optional.empty();
        }
        if (action == Action.SEE_USAGE && !who.user().equals(about.user())) {
            return Optional.of(Code.FORBIDDEN.refuse(action.refusal()));
        }
        if (about.room() != null
                && !mayEnter(who, about.room(), in)
                && !TokenRules.mayRefresh(who, action, about.room())) {
            return Optional.of(Code.FORBIDDEN.refuse(Action.ENTER.refusal()));
        }
        return mayInside(who, action, about, in)
                ? Optional.empty()
                : Optional.of(Code.FORBIDDEN.refuse(action.refusal()));
    }

    /** Why the token alone keeps this principal out of a room; empty when it does not. */
    public static Optional<Refusal> judgeToken(Principal who, String room) {
        return TokenRules.judge(who, Action.ENTER, Resource.room(room));
    }

    private static boolean mayInside(Principal who, Action action, Resource about, Standing in) {
        String room = about.room();
        return switch (action) {
            case ENTER, READ, SEE_USAGE -> true;
            case SAY, ACT -> maySpeak(who, room, in, in.speak());
            case WRITE_STATE -> maySpeak(who, room, in, in.speak()) && maySpeak(who, room, in, in.writeState());
            case DELETE -> who.user().equals(about.user()) || rank(who, room, in) >= MODERATOR;
            case SPEAK_FOR -> who.role().serves() && maySpeak(who, room, in, in.speak());
            case REFRESH -> who.role().serves();
            case STOP_ANSWER -> who.user().equals(about.user()) || rank(who, room, in) >= MODERATOR;
            case DECIDE_TOOLS ->
                rank(who, room, in) >= MODERATOR
                        || (who.user().equals(about.user()) && maySpeak(who, room, in, in.speak()));
            case MAKE_ROOM -> !who.role().isGuest() && !in.exists() && mayBeMade(room);
            case CONFIGURE -> !DirectRooms.isDirect(room) && rank(who, room, in) >= MODERATOR;
            case CONFIGURE_ALL ->
                !DirectRooms.isDirect(room)
                        && rank(who, room, in) >= (in.access() == RoomAccess.OPEN ? MODERATOR : OWNER);
            case DELETE_ROOM ->
                !DirectRooms.isDirect(room) && rank(who, room, in) >= (room.equals(RoomName.DEFAULT) ? ADMIN : OWNER);
            case MODERATE, MANAGE_MEMBERS -> TokenRules.hasMembers(room) && rank(who, room, in) >= MODERATOR;
        };
    }

    private static boolean mayBeMade(String room) {
        return TokenRules.hasMembers(room) && !room.equals(RoomName.DEFAULT);
    }

    private static boolean mayEnter(Principal who, String room, Standing in) {
        if (!TokenRules.mayKnock(who, room) || isStruck(fullRank(who, room, in), in.kick())) {
            return false;
        }
        if (DirectRooms.isDirect(room)) {
            return in.role() != null;
        }
        return in.access() == RoomAccess.OPEN || in.role() != null || who.role().serves();
    }

    private static boolean maySpeak(Principal who, String room, Standing in, SpeakPolicy policy) {
        int full = fullRank(who, room, in);
        if (isStruck(full, in.mute()) || (in.role() == RoomRole.READER && full < ADMIN)) {
            return false;
        }
        return switch (policy) {
            case EVERYONE -> true;
            case MEMBERS -> who.role().serves() || rank(who, room, in) >= MEMBER;
            case MODERATORS -> who.role().serves() || rank(who, room, in) >= MODERATOR;
        };
    }

    private static boolean isStruck(int rank, Sanction sanction) {
        return sanction != null && sanction.rank() > rank;
    }

    /**
     * Whether an event takes this principal out of a room, who stood there as the token says. In a private room it says
     * nothing, but that one is an admin: the room knew the role of whom it kicked.
     */
    public static boolean isRemoved(Principal who, Removal removal, boolean inPrivate) {
        if (removal.gone()) {
            return true;
        }
        if (removal.rank() > 0) {
            int rank = inPrivate && who.role() != Role.ADMIN ? NOBODY : tokenRank(who);
            return removal.names(who.user()) && removal.rank() > rank;
        }
        return removal.names(who.user()) && !who.role().serves();
    }

    /** How high a principal stands in a room; as a reader at most while muted. */
    public static int rank(Principal who, String room, Standing in) {
        int full = fullRank(who, room, in);
        return isStruck(full, in.mute()) ? Math.min(full, READER) : full;
    }

    private static int fullRank(Principal who, String room, Standing in) {
        if (AssistantRooms.isPrivate(room)) {
            return AssistantRooms.ownedBy(room, who.user()) ? OWNER : NOBODY;
        }
        if (DirectRooms.isDirect(room)) {
            return in.role() == null ? NOBODY : MEMBER;
        }
        int byRoom = rank(in.role());
        return who.role() == Role.ADMIN || in.access() == RoomAccess.OPEN ? Math.max(byRoom, tokenRank(who)) : byRoom;
    }

    /** In an open room, where nothing else is known. */
    private static int tokenRank(Principal who) {
        return switch (who.role()) {
            case GUEST -> READER;
            case MEMBER, SERVICE -> MEMBER;
            case MODERATOR -> MODERATOR;
            case ADMIN -> ADMIN;
        };
    }

    /** How high a role of a room stands; {@link #NOBODY} for null. */
    public static int rank(RoomRole role) {
        if (role == null) {
            return NOBODY;
        }
        return switch (role) {
            case OWNER -> OWNER;
            case MODERATOR -> MODERATOR;
            case MEMBER -> MEMBER;
            case READER -> READER;
        };
    }

    /**
     * Whether somebody of this rank may mute, kick or remove somebody with the role {@code from}, or give them the role
     * {@code to}: at or above the own rank nobody may, but that owners make owners. Either may be null.
     */
    public static boolean mayManage(int rank, RoomRole from, RoomRole to) {
        boolean makesOwner = rank == OWNER && to == RoomRole.OWNER;
        return rank > rank(from) && (makesOwner || rank > rank(to));
    }

    /** Whether somebody may give up a role for a lower one, or for none. */
    public static boolean isLower(RoomRole to, RoomRole from) {
        return rank(to) < rank(from);
    }

    /** Whether somebody of this rank may lift or replace a sanction that somebody else may have imposed. */
    public static boolean mayReplace(int rank, Sanction sanction) {
        return rank >= sanction.rank();
    }

    /** Whether somebody may close an open room to all but themselves; {@code main} only admins may. */
    public static boolean mayMakePrivate(Principal who, String room, Standing in) {
        int needed = room.equals(RoomName.DEFAULT) ? ADMIN : MODERATOR;
        return TokenRules.hasMembers(room) && rank(who, room, in) >= needed;
    }

    /** Whether a room's slow mode is for this principal. */
    public static boolean isSlowed(Principal who, String room, Standing in) {
        return !who.role().serves() && rank(who, room, in) < MODERATOR;
    }

    /** Whether a look of this principal into a private room is to be told in its audit trail. */
    public static boolean isVisit(Principal who, String room, Standing in) {
        return in.access() == RoomAccess.PRIVATE
                && in.role() == null
                && who.role().serves()
                && TokenRules.hasMembers(room);
    }
}
