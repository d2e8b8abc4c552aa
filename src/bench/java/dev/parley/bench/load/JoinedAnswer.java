package dev.parley.bench.load;

import dev.parley.bench.client.FrameKind;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Joins the chunks of an answer as one reader receives them, and compares the text with that of {@code complete}.
 * Chunks whose text needs no decoding are read in place. For one reader of one room, in which one answer runs at a
 * time; pure.
 */
final class JoinedAnswer {
    private static final byte[] OFFSET = "\"offset\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTENT = "\"content\":\"".getBytes(StandardCharsets.US_ASCII);

    private final StringBuilder text = new StringBuilder();
    private boolean running;
    private boolean broken;
    private int lastUnits;

    /** What a frame turned out to be. */
    enum Outcome {
        /** The announcement of an answer, or of a new attempt. */
        BEGUN,
        /** A piece that joins. */
        JOINED,
        /** A piece that does not follow the one before; further pieces of this answer are not looked at. */
        HOLE,
        /** The end, with the text that the pieces made. */
        SAME,
        /** The end, with another text. */
        DIFFERENT,
        /** Nothing that counts: a piece after a hole. */
        NOTHING
    }

    /** A frame of kind {@link FrameKind#CHUNK}. */
    Outcome chunk(byte[] bytes, int from, int to) {
        int offsetAt = find(OFFSET, bytes, from, to);
        int contentAt = find(CONTENT, bytes, from, to);
        int end = contentAt < 0 ? -1 : plainEnd(bytes, contentAt, to);
        if (offsetAt < 0 || end < 0) {
            JsonObject chunk = json(bytes, from, to);
            return chunk(chunk.getInteger("offset", -1), chunk.getString("content", ""));
        }
        int offset = number(bytes, offsetAt, to);
        Outcome outcome = begin(offset, end - contentAt);
        if (outcome == Outcome.JOINED) {
            for (int i = contentAt; i < end; i++) {
                text.append((char) bytes[i]);
            }
        }
        return outcome;
    }

    private Outcome chunk(int offset, String content) {
        Outcome outcome = begin(offset, content.length());
        if (outcome == Outcome.JOINED) {
            text.append(content);
        }
        return outcome;
    }

    /** How long the last piece was, in UTF-16 units. */
    int lastUnits() {
        return lastUnits;
    }

    /** Of {@code units} UTF-16 units at this offset. */
    private Outcome begin(int offset, int units) {
        lastUnits = units;
        if (offset == 0 && units == 0) {
            text.setLength(0);
            running = true;
            broken = false;
            return Outcome.BEGUN;
        }
        if (broken) {
            return Outcome.NOTHING;
        }
        if (!running || offset != text.length()) {
            broken = true;
            return Outcome.HOLE;
        }
        return Outcome.JOINED;
    }

    /** A frame of kind {@link FrameKind#COMPLETE}. */
    Outcome complete(JsonObject complete) {
        boolean same = !broken && text.toString().equals(complete.getString("content"));
        running = false;
        broken = false;
        text.setLength(0);
        return same ? Outcome.SAME : Outcome.DIFFERENT;
    }

    static JsonObject json(byte[] bytes, int from, int to) {
        return new JsonObject(Buffer.buffer(Arrays.copyOfRange(bytes, from, to)));
    }

    /** Behind the first of these; a quote within a text is escaped, so a key cannot be mistaken. */
    private static int find(byte[] key, byte[] bytes, int from, int to) {
        for (int i = from; i <= to - key.length; i++) {
            if (bytes[i] == '"' && Arrays.equals(key, 0, key.length, bytes, i, i + key.length)) {
                return i + key.length;
            }
        }
        return -1;
    }

    /** Where the text ends that begins here; -1 when it must be decoded. */
    private static int plainEnd(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '"') {
                return i;
            }
            if (bytes[i] == '\\' || bytes[i] < 0) {
                return -1;
            }
        }
        return -1;
    }

    private static int number(byte[] bytes, int from, int to) {
        int number = 0;
        for (int i = from; i < to && bytes[i] >= '0' && bytes[i] <= '9'; i++) {
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }
}
