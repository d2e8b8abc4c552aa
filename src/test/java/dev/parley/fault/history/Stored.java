package dev.parley.fault.history;

import io.vertx.core.json.JsonObject;

/** A message as the log has it. {@code turn} is null unless it is an assistant's answer. */
public record Stored(long seq, String id, String from, String kind, String text, String turn) {
    /** From the {@code message} object of the contract. */
    public static Stored of(JsonObject message) {
        JsonObject from = message.getJsonObject("from");
        return new Stored(
                message.getLong("seq"),
                message.getString("id"),
                from.getString("id"),
                from.getString("kind"),
                message.getString("text"),
                message.getString("turn"));
    }

    /** Whether it calls the assistant, in the swarm's way of calling. */
    public boolean callsAssistant() {
        return turn == null && text.startsWith("@assistant");
    }
}
