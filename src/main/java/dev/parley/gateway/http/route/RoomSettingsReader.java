package dev.parley.gateway.http.route;

import dev.parley.config.AssistantConfig;
import dev.parley.model.RoomAccess;
import dev.parley.model.SpeakPolicy;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;

/** Reads the settings that a request changes; every error is a {@code bad_frame} that names the field. Pure. */
final class RoomSettingsReader {
    private static final int TITLE_CHARS_MAX = 200;
    private static final int TOPIC_CHARS_MAX = 2000;
    private static final String SLOW_MODE_MAX = "24h";
    private static final String RETENTION_LEAST = "1s";
    private static final String RETENTION_MAX = "36500d";

    private static final Set<String> FIELDS = Set.of(
            "title",
            "topic",
            "access",
            "speak",
            "writeState",
            "slowMode",
            "retention",
            "assistants",
            "overlap",
            "behaviour");

    private final AssistantOptionsReader assistants;

    RoomSettingsReader(List<AssistantConfig> assistants) {
        this.assistants = new AssistantOptionsReader(assistants);
    }

    /** The fields that the body names, in the form of {@code RoomOptions.toJson}; a null resets one. */
    JsonObject read(JsonObject body) {
        StrictBody fields = StrictBody.of(body, FIELDS);
        JsonObject changes = new JsonObject();
        for (String field : body.fieldNames()) {
            changes.put(field, fields.has(field) ? value(field, fields) : null);
        }
        return changes;
    }

    private Object value(String field, StrictBody fields) {
        return switch (field) {
            case "title" -> fields.text(field, TITLE_CHARS_MAX, false);
            case "topic" -> fields.text(field, TOPIC_CHARS_MAX, true);
            case "access" -> fields.choice(field, StrictBody.names(RoomAccess.values()));
            case "speak", "writeState" -> fields.choice(field, StrictBody.names(SpeakPolicy.values()));
            case "slowMode" -> fields.span(field, "0s", SLOW_MODE_MAX);
            case "retention" -> fields.span(field, RETENTION_LEAST, RETENTION_MAX);
            case "assistants" -> assistants.read(fields.get(field));
            case "overlap" -> fields.choice(field, StrictBody.names(AssistantConfig.Overlap.values()));
            default -> throw StrictBody.bad(field + " cannot be set: room behaviours are not built yet");
        };
    }
}
