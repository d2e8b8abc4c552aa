package dev.parley.fault.history;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a client makes of a room's frames: its messages with what became of them, and its shared state. Written after the
 * contract, and from nothing of the server's.
 */
public final class RoomView {
    private static final class Seen {
        private String from;
        private String text;
        private Long editedAt;
        private boolean deleted;
        private final Map<String, TreeSet<String>> reactions = new LinkedHashMap<>();
    }

    private final TreeMap<Long, Seen> messages = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    private JsonObject state = new JsonObject();
    private long stateSeq;
    private long seq;

    /** The last event applied. */
    public long seq() {
        return seq;
    }

    public JsonObject state() {
        return state;
    }

    /** The number of the last change of the state. */
    public long stateSeq() {
        return stateSeq;
    }

    /** What no client should have seen. */
    public List<String> violations() {
        return violations;
    }

    /** Takes a frame of the room; those without a number of their own change nothing. */
    public void apply(JsonObject frame) {
        String type = frame.getString("type");
        if (!isDurable(type) || frame.getLong("seq") <= seq) {
            return;
        }
        if (frame.getLong("seq") != seq + 1) {
            violations.add("after " + seq + " came " + frame.encode());
        }
        seq = frame.getLong("seq");
        switch (type) {
            case "message", "complete" -> put(frame.getJsonObject("message"), false);
            case "edited" -> edit(frame);
            case "deleted" -> delete(messages.get(frame.getLong("target")));
            case "reaction" -> react(frame);
            case "state" -> {
                state = merged(state, frame.getJsonObject("patch"));
                stateSeq = seq;
            }
            default -> {
                // a custom event is no message
            }
        }
    }

    private static boolean isDurable(String type) {
        return List.of("message", "complete", "edited", "deleted", "reaction", "event", "state")
                .contains(type);
    }

    private void put(JsonObject message, boolean withReactions) {
        Seen seen = new Seen();
        seen.from = message.getJsonObject("from").getString("id");
        seen.deleted = message.getBoolean("deleted", false);
        seen.text = message.getString("text", "");
        seen.editedAt = message.getLong("editedAt");
        if (withReactions) {
            for (Object each : message.getJsonArray("reactions", new JsonArray())) {
                JsonObject reaction = (JsonObject) each;
                TreeSet<String> users = reaction.getJsonArray("users").stream()
                        .map(String::valueOf)
                        .collect(Collectors.toCollection(TreeSet::new));
                if (users.size() != reaction.getInteger("count")) {
                    violations.add("counted wrongly: " + message.encode());
                }
                seen.reactions.put(reaction.getString("emoji"), users);
            }
        }
        messages.put(message.getLong("seq"), seen);
    }

    private void edit(JsonObject frame) {
        Seen seen = messages.get(frame.getLong("target"));
        if (!seen.deleted && frame.getString("text") != null) {
            seen.text = frame.getString("text");
            seen.editedAt = frame.getLong("ts");
        }
    }

    private static void delete(Seen seen) {
        if (seen != null) { // else the target was a custom event
            seen.deleted = true;
            seen.text = "";
            seen.editedAt = null;
            seen.reactions.clear();
        }
    }

    private void react(JsonObject frame) {
        Seen seen = messages.get(frame.getLong("target"));
        if (seen.deleted) {
            return;
        }
        TreeSet<String> users = seen.reactions.computeIfAbsent(frame.getString("emoji"), emoji -> new TreeSet<>());
        boolean changed =
                frame.getBoolean("on") ? users.add(frame.getString("by")) : users.remove(frame.getString("by"));
        if (!changed) {
            violations.add("changes nothing: " + frame.encode());
        }
        if (users.isEmpty()) {
            seen.reactions.remove(frame.getString("emoji"));
        }
    }

    /** RFC 7396. */
    private static JsonObject merged(JsonObject target, JsonObject patch) {
        JsonObject merged = target.copy();
        for (String name : patch.fieldNames()) {
            Object value = patch.getValue(name);
            if (value == null) {
                merged.remove(name);
            } else if (value instanceof JsonObject object) {
                Object before = merged.getValue(name);
                merged.put(name, merged(before instanceof JsonObject known ? known : new JsonObject(), object));
            } else {
                merged.put(name, value);
            }
        }
        return merged;
    }

    /** One line a message, to be compared. */
    public List<String> lines() {
        return messages.entrySet().stream()
                .map(each -> line(each.getKey(), each.getValue()))
                .toList();
    }

    private static String line(long seq, Seen seen) {
        return seq + " " + seen.from + (seen.deleted ? " deleted" : " \"" + seen.text + "\"")
                + (seen.editedAt == null ? "" : " edited " + seen.editedAt)
                + (seen.reactions.isEmpty() ? "" : " " + seen.reactions);
    }

    /** The same lines of a page of history. */
    public static RoomView ofHistory(JsonArray page) {
        RoomView view = new RoomView();
        page.forEach(message -> view.put((JsonObject) message, true));
        return view;
    }
}
