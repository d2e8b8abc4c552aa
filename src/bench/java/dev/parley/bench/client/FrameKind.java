package dev.parley.bench.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The types of server frames that a load looks at. */
public enum FrameKind {
    MESSAGE("message"),
    CHUNK("chunk"),
    ACK("ack"),
    ERROR("error"),
    READY("ready"),
    COMPLETE("complete"),
    PAGE("messages_loaded"),
    RESYNC("resync"),
    LEFT("left"),
    /** Any other: presence, typing, tools. */
    OTHER("");

    private static final byte[] TYPE_FIRST = "{\"type\":\"".getBytes(StandardCharsets.US_ASCII);

    private static final FrameKind[] ALL = values();
    /** The first bytes of a frame of each kind, when its type comes first. */
    private static final byte[][] BEGINNINGS = Arrays.stream(ALL)
            .map(frameKind -> ("{\"type\":\"" + frameKind.type + '"').getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

    private final String type;

    FrameKind(String type) {
        this.type = type;
    }

    /**
     * Finds the kind of a frame. Cheap when the type comes first, as with most servers; otherwise the frame is parsed.
     * Text that is not JSON is {@link #OTHER}.
     */
    public static FrameKind of(byte[] bytes, int from, int to) {
        if (!startsWith(TYPE_FIRST, bytes, from, to)) {
            return parsed(bytes, from, to);
        }
        for (int i = 0; i < ALL.length; i++) {
            if (startsWith(BEGINNINGS[i], bytes, from, to)) {
                return ALL[i];
            }
        }
        return OTHER;
    }

    private static boolean startsWith(byte[] beginning, byte[] bytes, int from, int to) {
        return to - from >= beginning.length
                && Arrays.equals(beginning, 0, beginning.length, bytes, from, from + beginning.length);
    }

    private static FrameKind parsed(byte[] bytes, int from, int to) {
        try {
            String type = new JsonObject(Buffer.buffer(Arrays.copyOfRange(bytes, from, to))).getString("type", "");
            return Arrays.stream(ALL)
                    .filter(frameKind -> frameKind.type.equals(type))
                    .findFirst()
                    .orElse(OTHER);
        } catch (DecodeException | ClassCastException e) {
            return OTHER;
        }
    }
}
