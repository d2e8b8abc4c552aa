package dev.parley.model;

import dev.parley.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The content of a message: its text, and what it refers to.
 *
 * @param text not empty
 * @param replyTo a message's {@code id} or {@code seq} as text; null when it answers none
 * @param mentions names beside those that stand in the text
 */
public record Content(String text, String replyTo, List<String> mentions) {
    private static final int DIGEST_BYTES = 16;
    /** One a thread: it costs more to find than to use. It is as new after each digest. */
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Content::sha256);

    public static Content of(String text) {
        return new Content(text, null, List.of());
    }

    /** As it is stored, a JSON object's text: without id, seq and author. */
    public String body() {
        return new String(JsonWriter.object(this::write), StandardCharsets.UTF_8);
    }

    private void write(JsonWriter json) {
        json.field("text", text);
        if (replyTo != null) {
            json.field("replyTo", replyTo);
        }
        if (!mentions.isEmpty()) {
            json.field("mentions", mentions);
        }
    }

    /** Equal for equal content: how a resend is told from another message under the same id. */
    public String digest() {
        return digest(body());
    }

    /** The same of a content's {@link #body}. */
    public static String digest(String body) {
        byte[] hash = SHA_256.get().digest(body.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
