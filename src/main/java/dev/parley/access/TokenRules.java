package dev.parley.access;

import dev.parley.messages.Principal;
import dev.parley.model.AssistantRooms;
import dev.parley.model.Code;
import dev.parley.model.DirectRooms;
import dev.parley.model.NameRange;
import dev.parley.model.Refusal;
import dev.parley.model.RoomPatterns;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a token alone says about rooms, before anything of them is known. Pure; a part of {@link AccessRules}. */
final class TokenRules {
    private TokenRules() {}

    /**
     * Whether the token alone keeps this principal out of a room, or from {@link Action#REFRESH} and {@link
     * Action#SEE_USAGE} there; what the room says is still to be asked.
     */
    static Optional<Refusal> judge(Principal who, Action action, Resource about) {
        boolean shut = about.room() != null && !mayKnock(who, about.room()) && !mayRefresh(who, action, about.room());
        return shut && !seesUsage(who, action, about)
                ? Optional.of(Code.FORBIDDEN.refuse(Action.ENTER.refusal()))
                : Optional.empty();
    }

    /**
     * A room with an assistant is open to its owner alone, a direct room to its members, whatever the token's role; any
     * other to those whose patterns allow it. A {@code !} pattern denies all.
     */
    static boolean mayKnock(Principal who, String room) {
        if (AssistantRooms.isPrivate(room)) {
            return AssistantRooms.ownedBy(room, who.user()) && !RoomPatterns.denied(who.rooms(), room);
        }
        return DirectRooms.isDirect(room)
                ? !who.role().isGuest() && !RoomPatterns.denied(who.rooms(), room)
                : RoomPatterns.allow(who.rooms(), room);
    }

    /** It shows nothing of the room, so that servers may do it for the owners of assistant: rooms. */
    static boolean mayRefresh(Principal who, Action action, String room) {
        return action == Action.REFRESH
                && who.role().serves()
                && AssistantRooms.isPrivate(room)
                && RoomPatterns.allow(who.rooms(), room);
    }

    /** Accounting is not bound to rooms; but nobody finds a direct room by its name. */
    static boolean seesUsage(Principal who, Action action, Resource about) {
        return action == Action.SEE_USAGE
                && who.role().serves()
                && (about.room() == null || !DirectRooms.isDirect(about.room()));
    }

    /** Whether a room's name says nothing about who is in it. */
    static boolean hasMembers(String room) {
        return !DirectRooms.isDirect(room) && !AssistantRooms.isPrivate(room);
    }

    /** Whether this principal sees private rooms of others in lists. */
    static boolean seesAll(Principal who) {
        return who.role().serves();
    }

    /** Where rooms that this principal may enter may be, in order; each room there is still to be judged. */
    static List<NameRange> ranges(Principal who) {
        Stream<NameRange> open = RoomPatterns.ranges(who.rooms()).stream()
                .flatMap(range -> range.without(AssistantRooms.all()).stream())
                .flatMap(range -> range.without(DirectRooms.all()).stream());
        Stream<NameRange> direct = who.role().isGuest() ? Stream.empty() : Stream.of(DirectRooms.all());
        return NameRange.union(Stream.of(open, direct, AssistantRooms.of(who.user()).stream())
                .flatMap(ranges -> ranges)
                .toList());
    }
}
