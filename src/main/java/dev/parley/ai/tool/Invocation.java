package dev.parley.ai.tool;

import dev.parley.ai.schema.ArgumentSchema;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Parses and checks the arguments that a model wrote for a tool. Pure. */
public final class Invocation {
    /** Longest arguments, in characters. */
    public static final int ARGUMENTS_MAX = 65_536;

    /** Deepest arguments, in levels of JSON. */
    public static final int DEPTH_MAX = 64;

    private Invocation() {}

    /**
     * The arguments of a use of {@code tool}; no text at all stands for an empty object, as some models mean it.
     *
     * @throws Refusal {@code bad_frame}, with a text from which the model learns what to do better
     */
    public static JsonObject check(Tool tool, String arguments) {
        Tool.Spec spec = tool.spec();
        if (arguments.length() > ARGUMENTS_MAX) {
            throw refuse(spec, "are longer than " + ARGUMENTS_MAX + " characters");
        }
        JsonObject parsed = parse(spec, arguments);
        List<String> faults = spec.check().faults(parsed);
        if (!faults.isEmpty()) {
            throw refuse(spec, "do not fit its schema: " + String.join("; ", faults));
        }
        return parsed;
    }

    private static JsonObject parse(Tool.Spec spec, String arguments) {
        if (arguments.isBlank()) {
            return new JsonObject();
        }
        Object value;
        try {
            value = Json.decodeValue(arguments);
        } catch (DecodeException e) {
            throw refuse(spec, "are not JSON");
        }
        if (!(value instanceof JsonObject object)) {
            throw refuse(spec, "must be a JSON object");
        }
        if (!ArgumentSchema.isShallow(object, DEPTH_MAX)) {
            throw refuse(spec, "are nested more than " + DEPTH_MAX + " levels deep");
        }
        return object;
    }

    private static Refusal refuse(Tool.Spec spec, String what) {
        return Code.BAD_FRAME.refuse("the arguments of " + spec.name() + " " + what);
    }
}
