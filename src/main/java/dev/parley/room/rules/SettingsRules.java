package dev.parley.room.rules;

import dev.parley.access.AccessRules;
import dev.parley.access.Action;
import dev.parley.messages.Principal;
import dev.parley.model.AssistantRooms;
import dev.parley.model.Code;
import dev.parley.model.RoomAccess;
import dev.parley.model.RoomChange;
import dev.parley.model.RoomOptions;
import dev.parley.model.RoomRole;
import dev.parley.store.RosterTables;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Who may set what of a room, and what follows: whoever makes a room owns it; of a room that becomes private whoever
 * did that is the only member; of one that becomes open the owners stay what they are. Pure.
 */
public final class SettingsRules {
    /** What moderators of a private room may set; the rest is for its owners. */
    private static final Set<String> MODERATORS = Set.of("title", "topic", "slowMode", "speak");
    /** What the owner of an {@code assistant:} room may set. */
    private static final Set<String> ASSISTANT_ROOMS = Set.of("title", "topic", "retention", "assistants", "overlap");

    private final Room room;

    public SettingsRules(Room room) {
        this.room = room;
    }

    /**
     * What is to be stored for these changes, in the form of {@link RoomOptions#toJson}; empty when nothing is new.
     * Throws a {@link dev.parley.model.Refusal}.
     */
    public Ruling change(Principal who, JsonObject changes) {
        boolean makes = !room.exists() && room.allows(who, Action.MAKE_ROOM);
        if (!makes) {
            permit(who, changes.fieldNames());
        }
        RoomOptions before = room.options();
        RoomOptions after = before.with(changes);
        boolean closes = before.access() == RoomAccess.OPEN && after.access() == RoomAccess.PRIVATE;
        boolean opens = before.access() == RoomAccess.PRIVATE && after.access() == RoomAccess.OPEN;
        if (closes && !makes && !AccessRules.mayMakePrivate(who, room.name(), room.standing(who.user()))) {
            throw Code.FORBIDDEN.refuse("only admins may make this room private");
        }
        JsonObject difference = difference(changes.fieldNames(), before, after);
        if (difference.isEmpty() && !makes) {
            return Ruling.none();
        }
        Ruling ruling = Ruling.of(makes ? Ruling.Kind.MADE : Ruling.Kind.SETTINGS, null);
        ruling.change().settings(difference);
        ruling.with(after);
        if (closes) {
            ruling.withoutAll(RosterTables.MEMBERS).withoutAll(RosterTables.INVITATIONS);
        }
        if (opens) {
            List.of(RoomRole.MODERATOR, RoomRole.MEMBER, RoomRole.READER)
                    .forEach(role -> ruling.without(RosterTables.MEMBERS, "role", role.text()));
            ruling.withoutAll(RosterTables.INVITATIONS);
        }
        if (closes || makes) {
            ruling.member(who.user(), RoomRole.OWNER, who.user());
        }
        return ruling;
    }

    private void permit(Principal who, Set<String> fields) {
        boolean few = MODERATORS.containsAll(fields);
        if (!room.exists() && !room.allows(who, few ? Action.CONFIGURE : Action.CONFIGURE_ALL)) {
            room.check(who, Action.MAKE_ROOM, null);
        }
        room.check(who, few ? Action.CONFIGURE : Action.CONFIGURE_ALL, null);
        if (AssistantRooms.isPrivate(room.name()) && !ASSISTANT_ROOMS.containsAll(fields)) {
            throw Code.FORBIDDEN.refuse(
                    "of an assistant: room only title, topic, retention, assistants and overlap" + " can be set");
        }
    }

    /** In the form in which the event {@link RoomChange} tells it. */
    private static JsonObject difference(Set<String> fields, RoomOptions before, RoomOptions after) {
        JsonObject difference = new JsonObject();
        JsonObject earlier = before.toJson();
        JsonObject later = after.toJson();
        for (String field : fields) {
            if (!Objects.equals(earlier.getValue(field), later.getValue(field))) {
                difference.put(
                        field,
                        switch (field) {
                            case "access" -> after.access().text();
                            case "speak" -> after.speak().text();
                            case "writeState" -> after.writeState().text();
                            default -> later.getValue(field);
                        });
            }
        }
        return difference;
    }
}
