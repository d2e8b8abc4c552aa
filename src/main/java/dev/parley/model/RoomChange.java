package dev.parley.model;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of an event of type {@link EventType#ROOM}: what was changed of a room's settings, members and sanctions.
 *
 * <pre>
 * {"title": "…", "slowMode": 5000, …,                  settings by their names; null where one was reset
 *  "members":  [{"id": "bob", "role": "member"}],      role null: bob is no member any more
 *  "muted":    [{"id": "bob", "until": 1700000000000, "rank": 3}],    until null: until it is lifted; 0: lifted
 *  "kicked":   [{"id": "bob", "until": 1700000000000, "rank": 3}],    as those muted
 *  "deleted":  true}                                   the room with all that it held
 * </pre>
 */
public final class RoomChange {
    private final JsonObject body;

    private RoomChange(JsonObject body) {
        this.body = body;
    }

    /** Changes nothing yet. */
    public static RoomChange none() {
        return new RoomChange(new JsonObject());
    }

    /** The body of an event. */
    public static RoomChange of(String body) {
        return new RoomChange(new JsonObject(body));
    }

    /** Adds settings, in the form of {@link RoomOptions#toJson}. */
    public RoomChange settings(JsonObject changes) {
        body.mergeIn(changes);
        return this;
    }

    /** Adds a member's role; null when it is no member any more. */
    public RoomChange member(String user, RoomRole role) {
        return add("members", new JsonObject().put("id", user).put("role", role == null ? null : role.text()));
    }

    /** Adds a mute or a kick; {@code until} 0 when it is lifted. */
    public RoomChange sanction(String user, Sanction sanction) {
        long until = sanction.until();
        return add(
                list(sanction.kind()),
                new JsonObject()
                        .put("id", user)
                        .put("until", until == Sanction.FOR_EVER ? null : until)
                        .put("rank", sanction.rank()));
    }

    private static String list(Sanction.Kind kind) {
        return kind == Sanction.Kind.MUTE ? "muted" : "kicked";
    }

    /** The room is deleted. */
    public RoomChange deleted() {
        body.put("deleted", true);
        return this;
    }

    private RoomChange add(String list, JsonObject entry) {
        if (!body.containsKey(list)) {
            body.put(list, new JsonArray());
        }
        body.getJsonArray(list).add(entry);
        return this;
    }

    public boolean isEmpty() {
        return body.isEmpty();
    }

    public boolean isDeletion() {
        return body.getBoolean("deleted", false);
    }

    /** Whether the room became private with it, or open; null when that was not changed. */
    public RoomAccess access() {
        return body.containsKey("access") ? RoomAccess.of(body.getString("access")) : null;
    }

    /** Whom it takes out of the room; null for nobody. */
    public Removal removal() {
        if (isDeletion()) {
            return Removal.ofAll();
        }
        if (access() == RoomAccess.PRIVATE) {
            return new Removal(members(true), true, false, 0);
        }
        List<String> removed = members(false);
        return removed.isEmpty() ? kick() : new Removal(removed, false, false, 0);
    }

    private Removal kick() {
        List<String> users = new ArrayList<>();
        int rank = 0;
        for (Imposed kick : sanctions(Sanction.Kind.KICK)) {
            if (kick.sanction().until() > 0) {
                users.add(kick.user());
                rank = kick.sanction().rank();
            }
        }
        return users.isEmpty() ? null : new Removal(users, false, false, rank);
    }

    /** The members that it names, with a role or without. */
    private List<String> members(boolean withRole) {
        return members().stream()
                .filter(member -> (member.role() != null) == withRole)
                .map(RoleChange::user)
                .toList();
    }

    /** A user's role from now on; null for no member any more. */
    public record RoleChange(String user, RoomRole role) {}

    /** The roles that it gives and takes. A role that this version does not know may do least. */
    public List<RoleChange> members() {
        return entries("members").stream()
                .map(entry -> new RoleChange(entry.getString("id"), role(entry.getString("role"))))
                .toList();
    }

    private static RoomRole role(String text) {
        return text == null ? null : RoomRole.of(text).orElse(RoomRole.READER);
    }

    /** A mute or a kick of a user; lifted when its {@code until} is 0. */
    public record Imposed(String user, Sanction sanction) {}

    /** The mutes, or the kicks, that it imposes and lifts. */
    public List<Imposed> sanctions(Sanction.Kind kind) {
        return entries(list(kind)).stream()
                .map(entry -> {
                    Long until = entry.getLong("until");
                    return new Imposed(
                            entry.getString("id"),
                            new Sanction(kind, until == null ? Sanction.FOR_EVER : until, entry.getInteger("rank", 0)));
                })
                .toList();
    }

    private List<JsonObject> entries(String list) {
        JsonArray entries = body.getJsonArray(list, new JsonArray());
        List<JsonObject> objects = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            objects.add(entries.getJsonObject(i));
        }
        return objects;
    }

    /** The event's body as it is stored. */
    public String body() {
        return body.encode();
    }
}
