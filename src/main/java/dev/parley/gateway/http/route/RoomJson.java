package dev.parley.gateway.http.route;

import dev.parley.config.DurationText;
import dev.parley.model.RoomOptions;
import dev.parley.store.RoomSummary;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** Rooms as responses show them; what is not set is left out. Pure. */
final class RoomJson {
    /** Of the settings, those that a list of rooms has no place for. */
    private static final List<String> MORE = List.of("topic", "speak", "writeState", "overlap");

    private RoomJson() {}

    /** A room in a list. */
    static JsonObject listed(RoomSummary room, int members) {
        RoomOptions options = room.options();
        JsonObject json = new JsonObject().put("room", room.room());
        if (options.title() != null) {
            json.put("title", options.title());
        }
        json.put("access", options.access().text()).put("seq", room.seq()).put("members", members);
        if (room.role() != null) {
            json.put("role", room.role().text());
        }
        return room.lastAt() == 0 ? json : json.put("lastAt", room.lastAt());
    }

    /** A room with all its settings. Spans are durations. */
    static JsonObject whole(RoomSummary room, int members) {
        JsonObject json = listed(room, members);
        JsonObject set = room.options().toJson();
        MORE.stream().filter(set::containsKey).forEach(field -> json.put(field, set.getValue(field)));
        span(json, "slowMode", room.options().slowMode());
        span(json, "retention", room.options().retention());
        return room.options().assistants().isEmpty() ? json : json.put("assistants", set.getValue("assistants"));
    }

    private static void span(JsonObject json, String field, long ms) {
        if (ms > 0) {
            json.put(field, DurationText.of(Duration.ofMillis(ms)));
        }
    }
}
