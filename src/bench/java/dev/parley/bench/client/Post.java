package dev.parley.bench.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * The {@code message} frames of one sender. They differ only in their {@link Stamp}, which makes the id unique within a
 * run; the sender's own part makes it unique among runs and senders. For one thread.
 */
public final class Post {
    /** The length of the text, as in other benchmarks of this kind. */
    public static final int TEXT_BYTES = 200;

    private final byte[] frame;
    private final int inId;
    private final int inText;

    /** {@code sender} must be unique, also among runs on the same store. */
    public Post(String room, String sender) {
        String blank = " ".repeat(Stamp.LENGTH);
        String head = "{\"type\":\"message\",\"room\":" + quoted(room) + ",\"id\":\"";
        String middle = "-" + sender + "\",\"message\":\"";
        inId = head.length();
        inText = inId + Stamp.LENGTH + middle.length();
        frame = (head + blank + middle + blank + "x".repeat(TEXT_BYTES - Stamp.LENGTH) + "\"}")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String quoted(String room) {
        String json = new JsonObject().put("", room).encode();
        return json.substring(4, json.length() - 1);
    }

    /** The encoded frame with this stamp. */
    public Buffer at(long stamp) {
        return Buffer.buffer(MaskedFrame.of(WebSocketFrameParser.TEXT, json(stamp)));
    }

    /** The JSON text with this stamp; the next call overwrites it. */
    byte[] json(long stamp) {
        Stamp.write(stamp, frame, inId);
        Stamp.write(stamp, frame, inText);
        return frame;
    }
}
