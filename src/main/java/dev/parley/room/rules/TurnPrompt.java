package dev.parley.room.rules;

import dev.parley.model.Event;
import dev.parley.model.StoredBody;
import io.vertx.core.json.JsonObject;

/**
 * The message that a turn answers, as it is stored now.
 *
 * @param text null unless it is {@link State#STORED}
 */
public record TurnPrompt(State state, String text) {
    /** It was deleted: nothing is said about it any more. */
    public static final TurnPrompt DELETED = new TurnPrompt(State.DELETED, null);

    /** The store has no such message. */
    public static final TurnPrompt MISSING = new TurnPrompt(State.MISSING, null);

    /** What became of the message. */
    public enum State {
        STORED,
        DELETED,
        MISSING
    }

    /** One that is stored. */
    public static TurnPrompt of(String text) {
        return new TurnPrompt(State.STORED, text);
    }

    /** The one in this event. */
    public static TurnPrompt of(Event event) {
        return StoredBody.of(event.body()).isDeleted() ? DELETED : ofBody(event.body());
    }

    /** The one in the body of a message or an answer that is not deleted. */
    static TurnPrompt ofBody(String body) {
        return of(new JsonObject(body).getString("text"));
    }

    public boolean isDeleted() {
        return state == State.DELETED;
    }
}
