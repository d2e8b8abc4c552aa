package dev.parley.bench.client;

import java.util.Arrays;

/**
 * Takes a server's bytes apart into WebSocket frames (RFC 6455 §5.2) without copying those that came whole. Pieces of a
 * message are handed on as one. For one thread; the bytes that a {@link Sink} is shown are good until it returns.
 */
final class WebSocketFrameParser {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;

    /** Of a message that comes in pieces, and of a frame that comes in several reads. */
    static final int MESSAGE_BYTES_MAX = 16 << 20;

    private static final byte[] NOTHING = {};

    private final Sink sink;
    private byte[] kept = NOTHING;
    private int keptLength;
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
     * Takes what was read.
     *
     * @throws IllegalStateException when a server masks (§5.1), uses what was not negotiated, or exceeds the limit
     */
    void parse(byte[] chunk, int from, int to) {
        if (keptLength == 0) {
            keep(chunk, frames(chunk, from, to), to, 0);
            return;
        }
        keep(chunk, from, to, keptLength);
        int rest = frames(kept, 0, keptLength);
        System.arraycopy(kept, rest, kept, 0, keptLength - rest);
        keptLength -= rest;
        if (keptLength == 0) {
            kept = NOTHING;
        }
    }

    /** Keeps these bytes after those that are there. */
    private void keep(byte[] bytes, int from, int to, int there) {
        int length = there + to - from;
        if (length > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(length, Math.min(kept.length * 2, MESSAGE_BYTES_MAX)));
        }
        System.arraycopy(bytes, from, kept, there, to - from);
        keptLength = length;
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
