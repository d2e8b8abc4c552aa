package dev.parley.ai;

import dev.parley.protocol.Code;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

/** A tool's arguments as a model wrote them. */
final class ToolArguments {
    private ToolArguments() {}

    /** @throws dev.parley.bus.Refusal whose text tells the model what is wrong */
    static JsonObject check(Tool.Spec spec, String written) {
        try {
            if (Json.decodeValue(written.isBlank() ? "{}" : written) instanceof JsonObject arguments) {
                return arguments;
            }
        } catch (DecodeException e) {
            throw Code.BAD_FRAME.refuse("the arguments of " + spec.name() + " are not JSON");
        }
        throw Code.BAD_FRAME.refuse("the arguments of " + spec.name() + " must be a JSON object");
    }
}
