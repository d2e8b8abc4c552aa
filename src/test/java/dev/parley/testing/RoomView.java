package dev.parley.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A room as a client has it: its messages and its shared state, from a snapshot and the events applied to it. Written
 * from the contract alone: whoever applies an event again changes nothing.
 */
public final class RoomView {
    private final Map<Long, JsonObject> messages = new TreeMap<>();
    private JsonObject state = new JsonObject();
    private long stateSeq;

    /** What history says of messages. */
    public RoomView load(List<JsonObject> page) {
        page.forEach(message -> messages.put(message.getLong("seq"), message.copy()));
        return this;
    }

    /** A {@code state_loaded}, or the {@code state} of a {@code ready}. */
    public RoomView loadState(JsonObject loaded) {
        stateSeq = loaded.getLong("seq");
        state = loaded.getJsonObject("state").copy();
        return this;
    }

    /** The next durable frame, or any other. */
    public void apply(JsonObject frame) {
        switch (frame.getString("type")) {
            case "message", "complete" ->
                messages.put(
                        frame.getLong("seq"), frame.getJsonObject("message").copy());
            case "edited" -> edit(frame);
            case "deleted" -> delete(frame);
            case "reaction" -> react(frame);
            case "state" -> patch(frame);
            default -> {}
        }
    }

    private void edit(JsonObject frame) {
        JsonObject target = messages.get(frame.getLong("target"));
        if (target != null && !target.containsKey("deleted") && frame.containsKey("text")) {
            target.put("text", frame.getString("text")).put("editedAt", frame.getLong("ts"));
        }
    }

    private void delete(JsonObject frame) {
        JsonObject target = messages.get(frame.getLong("target"));
        if (target != null) {
            JsonObject left = new JsonObject().put("deleted", true);
            List.of("id", "seq", "from", "ts").forEach(name -> left.put(name, target.getValue(name)));
            messages.put(frame.getLong("target"), left);
        }
    }

    private void react(JsonObject frame) {
        JsonObject target = messages.get(frame.getLong("target"));
        if (target == null || target.containsKey("deleted")) {
            return;
        }
        List<JsonObject> reactions = Frames.objects(target.getJsonArray("reactions", new JsonArray()));
        JsonObject found = reactions.stream()
                .filter(each -> each.getString("emoji").equals(frame.getString("emoji")))
                .findFirst()
                .orElse(null);
        List<Object> users = new ArrayList<>();
        if (found != null) {
            found.getJsonArray("users").forEach(users::add);
        }
        users.remove(frame.getString("by"));
        if (frame.getBoolean("on")) {
            users.add(frame.getString("by"));
        }
        if (found == null && !users.isEmpty()) {
            reactions.add(reaction(frame.getString("emoji"), users));
        } else if (found != null) {
            reactions.remove(found);
            if (!users.isEmpty()) {
                reactions.add(reaction(frame.getString("emoji"), users));
            }
        }
        target.remove("reactions");
        if (!reactions.isEmpty()) {
            target.put("reactions", new JsonArray(reactions));
        }
    }

    private static JsonObject reaction(String emoji, List<Object> users) {
        return new JsonObject().put("emoji", emoji).put("count", users.size()).put("users", new JsonArray(users));
    }

    private void patch(JsonObject frame) {
        if (frame.getLong("seq") > stateSeq) {
            stateSeq = frame.getLong("seq");
            state = merged(state, frame.getJsonObject("patch"));
        }
    }

    /** RFC 7396, section 2. */
    private static JsonObject merged(JsonObject target, JsonObject patch) {
        JsonObject result = target.copy();
        patch.forEach(member -> {
            if (member.getValue() == null) {
                result.remove(member.getKey());
            } else if (member.getValue() instanceof JsonObject inner) {
                Object before = result.getValue(member.getKey());
                result.put(
                        member.getKey(),
                        merged(before instanceof JsonObject object ? object : new JsonObject(), inner));
            } else {
                result.put(member.getKey(), member.getValue());
            }
        });
        return result;
    }

    /** Comparable: neither the order of emojis nor of users tells anything. */
    public JsonObject comparable() {
        JsonArray all = new JsonArray();
        messages.values().forEach(message -> all.add(sorted(message.copy())));
        return new JsonObject().put("messages", all).put("state", state).put("stateSeq", stateSeq);
    }

    private static JsonObject sorted(JsonObject message) {
        if (message.containsKey("reactions")) {
            JsonObject byEmoji = new JsonObject(new TreeMap<>());
            Frames.objects(message.getJsonArray("reactions")).forEach(each -> {
                List<String> users = new ArrayList<>();
                each.getJsonArray("users").forEach(user -> users.add((String) user));
                users.sort(null);
                byEmoji.put(each.getString("emoji"), users.toString() + each.getInteger("count"));
            });
            message.put("reactions", byEmoji.encode());
        }
        return message;
    }
}
