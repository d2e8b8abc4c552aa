package dev.parley.bench.client;

import java.util.Arrays;

/** Encodes frames as a client sends them: unfragmented and masked (RFC 6455 §5.3). Pure. */
final class MaskedFrame {
    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;
    private static final int SHORT = 125;
    /** Masking protects proxies from what web pages send. A load needs no protection, so all frames share one mask. */
    private static final byte[] MASK = {0x37, (byte) 0xFA, 0x21, 0x3D};

    private MaskedFrame() {}

    static byte[] of(int opcode, byte[] payload) {
        return of(opcode, payload, 0, payload.length);
    }

    static byte[] of(int opcode, byte[] bytes, int from, int to) {
        int length = to - from;
        int lengthBytes = length <= SHORT ? 0 : length <= 0xFFFF ? 2 : 8;
        byte[] frame = new byte[2 + lengthBytes + MASK.length + length];
        frame[0] = (byte) (FIN | opcode);
        frame[1] = (byte) (MASKED | (lengthBytes == 0 ? length : lengthBytes == 2 ? 126 : 127));
        for (int i = 0; i < lengthBytes; i++) {
            frame[2 + i] = (byte) ((long) length >>> (8 * (lengthBytes - 1 - i)));
        }
        int at = 2 + lengthBytes;
        System.arraycopy(MASK, 0, frame, at, MASK.length);
        at += MASK.length;
        for (int i = 0; i < length; i++) {
            frame[at + i] = (byte) (bytes[from + i] ^ MASK[i & 3]);
        }
        return frame;
    }

    /** Decodes the payload of a frame that this class encoded, for tests. */
    static byte[] payload(byte[] frame) {
        int marker = frame[1] & 0x7F;
        int at = 2 + (marker <= SHORT ? 0 : marker == 126 ? 2 : 8) + MASK.length;
        byte[] payload = Arrays.copyOfRange(frame, at, frame.length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= MASK[i & 3];
        }
        return payload;
    }
}
