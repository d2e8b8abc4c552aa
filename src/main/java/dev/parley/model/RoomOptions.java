package dev.parley.model;

import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of one room that can be changed at runtime. They stand over the configuration; what is not set here is
 * as that says.
 *
 * @param assistants by their names
 * @param title null when not set, as the topic and {@code overlap}
 * @param slowMode milliseconds from one message of a user to the next; 0 for none
 * @param retention milliseconds for which an event is kept; 0 for ever
 * @param overlap of all assistants for which nothing else is set, in the words of the configuration
 */
public record RoomOptions(
        Map<String, ForAssistant> assistants,
        String title,
        String topic,
        RoomAccess access,
        SpeakPolicy speak,
        SpeakPolicy writeState,
        long slowMode,
        long retention,
        String overlap) {
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

        static ForAssistant of(JsonObject set) {
            return new ForAssistant(set.getString("answers"), set.getString("overlap"), set.getString("state"));
        }
    }

    public RoomOptions {
        access = access == null ? RoomAccess.OPEN : access;
        speak = speak == null ? SpeakPolicy.EVERYONE : speak;
        writeState = writeState == null ? SpeakPolicy.EVERYONE : writeState;
        assistants = Collections.unmodifiableMap(new TreeMap<>(assistants == null ? Map.of() : assistants));
    }

    /** Of assistants alone. */
    public RoomOptions(Map<String, ForAssistant> assistants) {
        this(assistants, null, null, null, null, null, 0, 0, null);
    }

    /**
     * The same where {@code changes} name nothing: a null in them resets a field. {@code assistants} is replaced as a
     * whole.
     *
     * @param changes in the form of {@link #toJson}, and valid
     */
    public RoomOptions with(JsonObject changes) {
        JsonObject json = toJson();
        for (String field : changes.fieldNames()) {
            json.put(field, changes.getValue(field));
        }
        return of(json);
    }

    /** The same with these assistants in the place of all others. */
    public RoomOptions withAssistants(Map<String, ForAssistant> others) {
        return new RoomOptions(others, title, topic, access, speak, writeState, slowMode, retention, overlap);
    }

    /** As it is stored and shown: what is not set is left out, but {@code assistants}. Spans are milliseconds. */
    public JsonObject toJson() {
        JsonObject byName = new JsonObject();
        assistants.forEach((name, set) -> byName.put(name, set.toJson()));
        JsonObject json = new JsonObject().put("assistants", byName);
        put(json, "title", title);
        put(json, "topic", topic);
        put(json, "access", access == RoomAccess.OPEN ? null : access.text());
        put(json, "speak", speak == SpeakPolicy.EVERYONE ? null : speak.text());
        put(json, "writeState", writeState == SpeakPolicy.EVERYONE ? null : writeState.text());
        put(json, "slowMode", slowMode == 0 ? null : slowMode);
        put(json, "retention", retention == 0 ? null : retention);
        put(json, "overlap", overlap);
        return json;
    }

    private static void put(JsonObject json, String field, Object value) {
        if (value != null) {
            json.put(field, value);
        }
    }

    /** What {@link #toJson} made; nothing is set when that is null. */
    public static RoomOptions of(String stored) {
        return stored == null ? NONE : of(new JsonObject(stored));
    }

    private static RoomOptions of(JsonObject json) {
        Map<String, ForAssistant> assistants = new TreeMap<>();
        JsonObject byName =
                Optional.ofNullable(json.getJsonObject("assistants")).orElseGet(JsonObject::new);
        byName.fieldNames().forEach(name -> assistants.put(name, ForAssistant.of(byName.getJsonObject(name))));
        return new RoomOptions(
                assistants,
                json.getString("title"),
                json.getString("topic"),
                RoomAccess.of(json.getString("access")),
                SpeakPolicy.of(json.getString("speak")),
                SpeakPolicy.of(json.getString("writeState")),
                Optional.ofNullable(json.getLong("slowMode")).orElse(0L),
                Optional.ofNullable(json.getLong("retention")).orElse(0L),
                json.getString("overlap"));
    }
}
