package dev.parley.access;

import dev.parley.messages.Principal;
import dev.parley.model.AssistantRooms;
import dev.parley.model.Code;
import dev.parley.model.NameRange;
import dev.parley.model.Refusal;
import dev.parley.model.RoomPatterns;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who may do what: the only place that compares roles, patterns and owners. Pure. Doors ask {@link Access}; a room,
 * which holds all that its answer depends on, asks here.
 *
 * <p>Everything in a room needs that one may enter it. What more it needs:
 *
 * <pre>
 * ENTER, READ, SAY, ACT       nothing
 * DELETE                      the sender, a moderator, an admin, or the owner of an assistant: room
 * SPEAK_FOR                   a service or an admin
 * STOP_ANSWER, DECIDE_TOOLS   who asked for the answer, a moderator or an admin
 * CONFIGURE                   the owner of an assistant: room, a moderator or an admin
 * REFRESH                     a service or an admin; of an assistant: room that its patterns allow, too
 * SEE_USAGE                   one's own; a service or an admin sees all, also of rooms that they may not enter
 * </pre>
 */
public final class AccessRules {
    private AccessRules() {}

    /** Throws {@code forbidden} when this principal may not do that. */
    public static void check(Principal who, Action action, Resource about) {
        Optional<Refusal> refusal = judge(who, action, about);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    /** Why this principal may not do that; empty when it may. */
    public static Optional<Refusal> judge(Principal who, Action action, Resource about) {
        if (action == Action.SEE_USAGE && who.role().serves()) {
            return Optional.empty();
        }
        if (action == Action.SEE_USAGE && !who.user().equals(about.user())) {
            return Optional.of(Code.FORBIDDEN.refuse(action.refusal()));
        }
        if (about.room() != null && !mayEnter(who, about.room()) && !mayRefresh(who, action, about.room())) {
            return Optional.of(Code.FORBIDDEN.refuse(Action.ENTER.refusal()));
        }
        return mayInside(who, action, about) ? Optional.empty() : Optional.of(Code.FORBIDDEN.refuse(action.refusal()));
    }

    /** Whether what this principal does with others' answers counts as a moderator's. */
    public static boolean isModerator(Principal who) {
        return who.role().moderates();
    }

    private static boolean mayInside(Principal who, Action action, Resource about) {
        return switch (action) {
            case ENTER, READ, SAY, ACT, SEE_USAGE -> true;
            case DELETE ->
                isModerator(who) || who.user().equals(about.user()) || AssistantRooms.ownedBy(about.room(), who.user());
            case SPEAK_FOR, REFRESH -> who.role().serves();
            case STOP_ANSWER, DECIDE_TOOLS -> isModerator(who) || who.user().equals(about.user());
            case CONFIGURE -> isModerator(who) || AssistantRooms.ownedBy(about.room(), who.user());
        };
    }

    /**
     * A room with an assistant is open to its owner alone, whatever the role; any other to those whose patterns allow
     * it. A {@code !} pattern denies both.
     */
    private static boolean mayEnter(Principal who, String room) {
        return AssistantRooms.isPrivate(room)
                ? AssistantRooms.ownedBy(room, who.user()) && !RoomPatterns.denied(who.rooms(), room)
                : RoomPatterns.allow(who.rooms(), room);
    }

    /** It shows nothing of the room, so that servers may do it for the owners of assistant: rooms. */
    private static boolean mayRefresh(Principal who, Action action, String room) {
        return action == Action.REFRESH && who.role().serves() && RoomPatterns.allow(who.rooms(), room);
    }

    /** Where rooms that this principal may enter may be, in order; each room there is still to be judged. */
    public static List<NameRange> ranges(Principal who) {
        Stream<NameRange> open = RoomPatterns.ranges(who.rooms()).stream()
                .flatMap(range -> range.without(AssistantRooms.all()).stream());
        return NameRange.union(
                Stream.concat(open, AssistantRooms.of(who.user()).stream()).toList());
    }
}
