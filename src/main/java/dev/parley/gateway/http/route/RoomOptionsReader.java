package dev.parley.gateway.http.route;

import dev.parley.config.AssistantConfig;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.model.RoomOptions;
import dev.parley.model.RoomOptions.ForAssistant;
import dev.parley.model.StateAccess;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the options that a request sets for a room; every error is a {@code bad_frame} that names the field. Pure. */
final class RoomOptionsReader {
    /** Of the contract, but not built yet. */
    private static final Set<String> NOT_YET = Set.of("title", "entry", "retention");

    private final Set<String> assistants;

    RoomOptionsReader(List<AssistantConfig> assistants) {
        this.assistants = assistants.stream().map(AssistantConfig::name).collect(Collectors.toSet());
    }

    RoomOptions read(JsonObject body) {
        for (String field : body.fieldNames()) {
            if (!field.equals("assistants")) {
                throw bad(NOT_YET.contains(field) ? field + " cannot be set yet" : "unknown field " + field);
            }
        }
        if (!(body.getValue("assistants") instanceof JsonObject byName)) {
            throw bad("assistants must be an object");
        }
        Map<String, ForAssistant> read = new HashMap<>();
        for (String name : byName.fieldNames()) {
            if (!assistants.contains(name)) {
                throw bad("assistants." + name + ": no assistant has this name");
            }
            read.put(name, one("assistants." + name, byName.getValue(name)));
        }
        return new RoomOptions(read);
    }

    private static ForAssistant one(String path, Object value) {
        if (!(value instanceof JsonObject set)) {
            throw bad(path + " must be an object");
        }
        for (String field : set.fieldNames()) {
            if (!Set.of("answers", "overlap", "state").contains(field)) {
                throw bad("unknown field " + path + "." + field);
            }
        }
        return new ForAssistant(
                choice(path, "answers", set, AssistantConfig.ReplyPolicy.values()),
                choice(path, "overlap", set, AssistantConfig.Overlap.values()),
                choice(path, "state", set, StateAccess.values()));
    }

    private static String choice(String path, String field, JsonObject set, Enum<?>[] known) {
        Object found = set.getValue(field);
        List<String> allowed = Arrays.stream(known)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
        if (found == null) {
            return null;
        }
        if (found instanceof String text && allowed.contains(text)) {
            return text;
        }
        throw bad(path + "." + field + " must be one of " + String.join(", ", allowed));
    }

    private static Refusal bad(String text) {
        return Code.BAD_FRAME.refuse(text);
    }
}
