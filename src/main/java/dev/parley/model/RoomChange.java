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
 *  "muted":    [{"id": "bob", "until": 1700000000000}],    until null: until it is lifted; 0: lifted
 *  "kicked":   [{"id": "bob", "until": 1700000000000, "rank": 3}],
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

    /** Adds a mute until then; {@link Sanction#FOR_EVER}, or 0 when it is lifted. */
    public RoomChange muted(String user, long until) {
        return add("muted", new JsonObject().put("id", user).put("until", until == Sanction.FOR_EVER ? null : until));
    }

    /** Adds a kick; {@code until} 0 when it is lifted. */
    public RoomChange kicked(String user, long until, int rank) {
        return add(
                "kicked", new JsonObject().put("id", user).put("until", until).put("rank", rank));
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

    /** Whether this version's room became private with it, or open; null when that was not changed. */
    public RoomAccess access() {
        return body.containsKey("access") ? RoomAccess.of(body.getString("access")) : null;
    }

    /** Whom it takes out of the room; null for nobody. */
    public Removal removal() {
        if (body.getBoolean("deleted", false)) {
            return Removal.ofAll();
        }
        if (access() == RoomAccess.PRIVATE) {
            return new Removal(ids("members", true), true, false, 0);
        }
        List<String> removed = ids("members", false);
        if (!removed.isEmpty()) {
            return new Removal(removed, false, false, 0);
        }
        JsonArray kicked = body.getJsonArray("kicked", new JsonArray());
        List<String> users = new ArrayList<>();
        int rank = 0;
        for (int i = 0; i < kicked.size(); i++) {
            JsonObject entry = kicked.getJsonObject(i);
            if (entry.getLong("until", 0L) > 0) {
                users.add(entry.getString("id"));
                rank = entry.getInteger("rank", 0);
            }
        }
        return users.isEmpty() ? null : new Removal(users, false, false, rank);
    }

    private List<String> ids(String list, boolean withRole) {
        List<String> ids = new ArrayList<>();
        JsonArray entries = body.getJsonArray(list, new JsonArray());
        for (int i = 0; i < entries.size(); i++) {
            JsonObject entry = entries.getJsonObject(i);
            if ((entry.getString("role") != null) == withRole) {
                ids.add(entry.getString("id"));
            }
        }
        return List.copyOf(ids);
    }

    /** The event's body as it is stored. */
    public String body() {
        return body.encode();
    }
}
