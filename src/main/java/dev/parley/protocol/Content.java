package dev.parley.protocol;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What somebody says.
 *
 * @param text not empty
 * @param replyTo a message's {@code id} or {@code seq} as text; null when it answers none
 * @param mentions names beside those that stand in the text
 */
public record Content(String text, String replyTo, List<String> mentions) {
    public static Content of(String text) {
        return new Content(text, null, List.of());
    }

    /** As it is stored and shown, without id, seq and author. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject().put("text", text);
        if (replyTo != null) {
            json.put("replyTo", replyTo);
        }
        return mentions.isEmpty() ? json : json.put("mentions", new JsonArray(mentions));
    }

    /** Equal for equal content: how a resend is told from another message under the same id. */
    public String digest() {
        try {
            byte[] all = toJson().encode().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
