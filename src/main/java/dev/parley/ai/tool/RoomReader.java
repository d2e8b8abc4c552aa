package dev.parley.ai.tool;

import dev.parley.model.Turn;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/**
 * Reads something of a room for a model: a tool whose results are never stored.
 *
 * <p>{@link #run} gives a reference, a JSON object of numbers that say what was found; it is stored in the turn's log.
 * {@link #read} makes the result of it, anew for each call of the model and also on another node. So what was edited is
 * read with its present text, and nothing is left of what was deleted.
 */
public interface RoomReader extends Tool {
    /**
     * The result for the model, of what a reference stands for now.
     *
     * @param reference what {@link #run} gave, or what a node of an earlier build has stored: the result itself
     */
    Future<String> read(Turn turn, JsonObject arguments, JsonObject reference);
}
