package dev.parley.ai.tool;

import dev.parley.ai.schema.ArgumentSchema;
import dev.parley.model.Turn;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** Something that a model may ask to be done. One instance serves all turns; runs on the AI verticle's context and may not block it. */
public interface Tool {
    Spec spec();

    /**
     * Does it, with the rights of who asked the turn's question and never more.
     *
     * @return what the model is told; fails with a {@code Refusal} whose text the model is told, or with anything else,
     *     of which it only learns that the tool failed. May be run again when a node died before the result was stored.
     */
    Future<String> run(Turn turn, JsonObject arguments);

    /**
     * The same, for tools whose work can be called off.
     *
     * @param stopped completes when nobody waits for the result any more
     */
    default Future<String> run(Turn turn, JsonObject arguments, Future<Void> stopped) {
        return run(turn, arguments);
    }

    /**
     * What a model is told of a tool.
     *
     * @param name 1–64 of {@code A-Z a-z 0-9 _ -}
     * @param parameters the JSON schema of the arguments, an object's
     * @param check holds arguments against {@code parameters}; read once for all uses
     */
    record Spec(String name, String description, JsonObject parameters, ArgumentSchema check) {
        public Spec(String name, String description, JsonObject parameters) {
            this(name, description, parameters, new ArgumentSchema(parameters));
        }
    }
}
