package dev.parley.model;

import dev.parley.json.JsonWriter;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * One use of a tool by an assistant, as it stands in the turn's log and in {@code tool} frames.
 *
 * @param call its id, unique in the turn
 * @param arguments a JSON object's text
 * @param state how far it is
 * @param result what the model is told once it is settled; null before
 * @param offset UTF-16 units of the answer before it
 * @param expiresAt when a person's permission is no longer waited for (ms since the epoch); 0 when none is needed
 */
public record ToolCall(
        String call, String name, String arguments, State state, String result, int offset, long expiresAt) {

    /**
     * How far a call is.
     *
     * <pre>
     * ──► WAITING ── approve ──► RUNNING ──► DONE | FAILED
     *        └── refused, expired ──► REFUSED
     * </pre>
     */
    public enum State {
        RUNNING,
        WAITING,
        DONE,
        REFUSED,
        FAILED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static State of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }

        /** It has a result, and never runs again. */
        public boolean isSettled() {
            return this == DONE || this == REFUSED || this == FAILED;
        }
    }

    /** The same at its place in the answer, waited for until then if it waits. */
    public ToolCall at(int place, long until) {
        return new ToolCall(call, name, arguments, state, result, place, state == State.WAITING ? until : 0);
    }

    public ToolCall with(State next, String outcome) {
        return new ToolCall(call, name, arguments, next, outcome, offset, expiresAt);
    }

    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("call", call)
                .put("name", name)
                .put("arguments", new JsonObject(arguments))
                .put("state", state.text())
                .put("offset", offset);
        if (result != null) {
            json.put("result", result);
        }
        return expiresAt > 0 ? json.put("expiresAt", expiresAt) : json;
    }

    public void write(JsonWriter json) {
        json.field("call", call)
                .field("name", name)
                .spliced("arguments", new JsonObject(arguments).encode())
                .field("state", state.text())
                .field("offset", offset);
        if (result != null) {
            json.field("result", result);
        }
        if (expiresAt > 0) {
            json.field("expiresAt", expiresAt);
        }
    }

    public static ToolCall of(JsonObject json) {
        return new ToolCall(
                json.getString("call"),
                json.getString("name"),
                json.getJsonObject("arguments").encode(),
                State.of(json.getString("state")),
                json.getString("result"),
                json.getInteger("offset"),
                json.getLong("expiresAt", 0L));
    }
}
