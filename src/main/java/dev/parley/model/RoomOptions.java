package dev.parley.model;

import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings of one room that can be changed at runtime. It stands over the configuration; what is not set here is as
 * that says.
 *
 * @param assistants by their names
 */
public record RoomOptions(Map<String, ForAssistant> assistants) {
    public static final RoomOptions NONE = new RoomOptions(Map.of());

    /**
     * Of one assistant, in the words of the configuration; null where nothing is set.
     *
     * @param answers when it answers
     * @param overlap what becomes of a prompt that comes while it answers another one
     * @param state what it may do with the room's shared state
     */
    public record ForAssistant(String answers, String overlap, String state) {
        public ForAssistant(String answers, String overlap) {
            this(answers, overlap, null);
        }

        JsonObject toJson() {
            JsonObject json = new JsonObject();
            if (answers != null) {
                json.put("answers", answers);
            }
            if (overlap != null) {
                json.put("overlap", overlap);
            }
            return state == null ? json : json.put("state", state);
        }
    }

    public RoomOptions {
        assistants = Collections.unmodifiableMap(new TreeMap<>(assistants));
    }

    /** As it is stored and shown. */
    public JsonObject toJson() {
        JsonObject byName = new JsonObject();
        assistants.forEach((name, set) -> byName.put(name, set.toJson()));
        return new JsonObject().put("assistants", byName);
    }

    /** What {@link #toJson} made; nothing is set when that is null. */
    public static RoomOptions of(String stored) {
        if (stored == null) {
            return NONE;
        }
        Map<String, ForAssistant> assistants = new TreeMap<>();
        for (Map.Entry<String, Object> entry : new JsonObject(stored).getJsonObject("assistants")) {
            JsonObject set = (JsonObject) entry.getValue();
            assistants.put(
                    entry.getKey(),
                    new ForAssistant(set.getString("answers"), set.getString("overlap"), set.getString("state")));
        }
        return new RoomOptions(assistants);
    }
}
