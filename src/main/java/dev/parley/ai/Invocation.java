package dev.parley.ai;

import dev.parley.bus.Refusal;
import dev.parley.protocol.Code;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What a model wrote when it asked for a tool, made into arguments. Pure. */
public final class Invocation {
    /** Longest arguments, in characters. */
    public static final int ARGUMENTS_MAX = 65_536;

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
        List<String> faults = new ArgumentSchema(spec.parameters()).faults(parsed);
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
        if (value instanceof JsonObject object) {
            return object;
        }
        throw refuse(spec, "must be a JSON object");
    }

    private static Refusal refuse(Tool.Spec spec, String what) {
        return Code.BAD_FRAME.refuse("the arguments of " + spec.name() + " " + what);
    }
}
