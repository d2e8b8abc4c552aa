package dev.parley.gateway.http.route;

import dev.parley.config.AssistantConfig;
import dev.parley.model.StateAccess;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads what a request sets for the assistants in a room; every error is a {@code bad_frame} that names the field.
 * Pure.
 */
final class AssistantOptionsReader {
    private static final Set<String> FIELDS = Set.of("answers", "overlap", "state");

    private final Set<String> assistants;

    AssistantOptionsReader(List<AssistantConfig> assistants) {
        this.assistants = assistants.stream().map(AssistantConfig::name).collect(Collectors.toSet());
    }

    /** The same in the form of {@code RoomOptions.toJson}. */
    JsonObject read(Object value) {
        if (!(value instanceof JsonObject byName)) {
            throw StrictBody.bad("assistants must be an object");
        }
        JsonObject read = new JsonObject();
        for (String name : byName.fieldNames()) {
            if (!assistants.contains(name)) {
                throw StrictBody.bad("assistants." + name + ": no assistant has this name");
            }
            read.put(name, one("assistants." + name, byName.getValue(name)));
        }
        return read;
    }

    private static JsonObject one(String path, Object value) {
        if (!(value instanceof JsonObject set)) {
            throw StrictBody.bad(path + " must be an object");
        }
        JsonObject read = new JsonObject();
        for (String field : set.fieldNames()) {
            if (!FIELDS.contains(field)) {
                throw StrictBody.bad("unknown field " + path + "." + field);
            }
            if (set.getValue(field) != null) {
                read.put(field, choice(path + "." + field, set.getValue(field), allowed(field)));
            }
        }
        return read;
    }

    private static List<String> allowed(String field) {
        return StrictBody.names(
                switch (field) {
                    case "answers" -> AssistantConfig.ReplyPolicy.values();
                    case "overlap" -> AssistantConfig.Overlap.values();
                    default -> StateAccess.values();
                });
    }

    private static String choice(String path, Object found, List<String> allowed) {
        if (found instanceof String text && allowed.contains(text)) {
            return text;
        }
        throw StrictBody.bad(path + " must be one of " + String.join(", ", allowed));
    }
}
