package dev.parley.bench.client;

import java.util.Arrays;

/**
 * Parses WebSocket frames from a server (RFC 6455 §5.2). Frames that arrive whole are not copied; the fragments of a
 * message are joined. For one thread; the bytes that a {@link Sink} gets are valid until it returns.
 */
final class WebSocketFrameParser {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;

    /** The limit of a fragmented message, and of a frame that arrives in several reads. */
    static final int MESSAGE_BYTES_MAX = 16 << 20;

    private static final byte[] NOTHING = {};

    private final Sink sink;
    private byte[] buffered = NOTHING;
    private int bufferedLength;
    private byte[] pieces = NOTHING;
    private int piecesOpcode;

    WebSocketFrameParser(Sink sink) {
        this.sink = sink;
    }

    @FunctionalInterface
    interface Sink {
        /** One message, or one control frame: its payload is {@code bytes[from, to)}. */
        void onFrame(int opcode, byte[] bytes, int from, int to);
    }

    /**
     * Parses what was read and hands on every complete message.
     *
     * @throws IllegalStateException when a server masks (§5.1), uses what was not negotiated, or exceeds the limit
     */
    void parse(byte[] chunk, int from, int to) {
        if (bufferedLength == 0) {
            buffer(chunk, frames(chunk, from, to), to, 0);
            return;
        }
        buffer(chunk, from, to, bufferedLength);
        int rest = frames(buffered, 0, bufferedLength);
        System.arraycopy(buffered, rest, buffered, 0, bufferedLength - rest);
        bufferedLength -= rest;
        if (bufferedLength == 0) {
            buffered = NOTHING;
        }
    }

    /** Appends these bytes to the buffer, after the first {@code there} ones. */
    private void buffer(byte[] bytes, int from, int to, int there) {
        int length = there + to - from;
        if (length > buffered.length) {
            buffered = Arrays.copyOf(buffered, Math.max(length, Math.min(buffered.length * 2, MESSAGE_BYTES_MAX)));
        }
        System.arraycopy(bytes, from, buffered, there, to - from);
        bufferedLength = length;
    }

    /** Hands on every whole frame and returns where the rest begins. */
    private int frames(byte[] bytes, int from, int to) {
        int at = from;
        while (to - at >= 2) {
            int head = 2;
            long length = bytes[at + 1] & 0xFF;
            if (length > 127) {
                throw new IllegalStateException("a server must not mask its frames");
            }
            if (length > 125) {
                head = length == 126 ? 4 : 10;
                if (to - at < head) {
                    return at;
                }
                length = number(bytes, at + 2, at + head);
            }
            if (length < 0 || length > MESSAGE_BYTES_MAX) {
                throw new IllegalStateException("a frame of more than " + MESSAGE_BYTES_MAX + " bytes");
            }
            int end = at + head + (int) length;
            if (end > to) {
                return at;
            }
            frame(bytes[at], bytes, at + head, end);
            at = end;
        }
        return at;
    }

    private static long number(byte[] bytes, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = (number << 8) | (bytes[i] & 0xFF);
        }
        return number;
    }

    private void frame(byte first, byte[] bytes, int from, int to) {
        boolean last = first < 0;
        int opcode = first & 0x0F;
        if ((first & 0x70) != 0) {
            throw new IllegalStateException("a frame with an extension that was not negotiated");
        }
        if (last && opcode != CONTINUATION) {
            sink.onFrame(opcode, bytes, from, to);
            return;
        }
        if (opcode != CONTINUATION) {
            pieces = NOTHING;
            piecesOpcode = opcode;
        }
        if (pieces.length + to - from > MESSAGE_BYTES_MAX) {
            throw new IllegalStateException("a message of more than " + MESSAGE_BYTES_MAX + " bytes");
        }
        int there = pieces.length;
        pieces = Arrays.copyOf(pieces, there + to - from);
        System.arraycopy(bytes, from, pieces, there, to - from);
        if (last) {
            byte[] whole = pieces;
            pieces = NOTHING;
            sink.onFrame(piecesOpcode, whole, 0, whole.length);
        }
    }
}
