package dev.parley.ai.tool;

import dev.parley.ai.schema.ArgumentSchema;
import dev.parley.model.StateAccess;
import dev.parley.model.Turn;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/**
 * Does something that a model may ask for, with the rights of the person who asked the question.
 *
 * <p>One instance serves all turns. Runs on the AI verticle's context and may not block it.
 */
public interface Tool {
    Spec spec();

    /**
     * Runs the tool, with the rights of the author of the turn's question and never more. It may run again when a node
     * dies before the result is stored.
     *
     * @return the result for the model; fails with a {@code Refusal}, whose text is the result then, or with anything
     *     else, of which the model only learns that the tool failed
     */
    Future<String> run(Turn turn, JsonObject arguments);

    /**
     * The same, for tools whose work can be cancelled.
     *
     * @param stopped completes when nobody waits for the result any more
     */
    default Future<String> run(Turn turn, JsonObject arguments, Future<Void> stopped) {
        return run(turn, arguments);
    }

    /**
     * The same, for tools that change something and must not do so twice: a call that ran when its node died runs again
     * under the same id.
     *
     * @param call the id of the call, unique in the turn
     */
    default Future<String> run(Turn turn, String call, JsonObject arguments, Future<Void> stopped) {
        return run(turn, arguments, stopped);
    }

    /** What an assistant must be allowed to do with the room's shared state, so that its model is offered the tool. */
    default StateAccess needs() {
        return StateAccess.NONE;
    }

    /**
     * Describes a tool to a model.
     *
     * @param name 1–64 of {@code A-Z a-z 0-9 _ -}
     * @param parameters the JSON schema of the arguments, an object's
     * @param check of arguments against {@code parameters}; read once for all uses
     */
    record Spec(String name, String description, JsonObject parameters, ArgumentSchema check) {
        public Spec(String name, String description, JsonObject parameters) {
            this(name, description, parameters, new ArgumentSchema(parameters));
        }
    }
}
