package dev.parley.bench.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes and finds the time at which a message was due: {@code ~T} and 16 hex digits, in the id and in the text. Every
 * frame that brings it back (the message, its ack, its refusal) tells the latency. Pure.
 */
public final class Stamp {
    /** The length of a stamp in bytes. */
    public static final int LENGTH = 18;
    /** The result of {@link #find} when there is no stamp. */
    public static final long NONE = -1;

    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < DIGITS.length; i++) {
            VALUES[DIGITS[i]] = (byte) i;
        }
    }

    private Stamp() {}

    /** Writes the stamp of a time, which must not be negative. */
    public static void write(long nanos, byte[] into, int at) {
        into[at] = '~';
        into[at + 1] = 'T';
        for (int i = 0; i < 16; i++) {
            into[at + 2 + i] = DIGITS[(int) (nanos >>> (60 - 4 * i)) & 15];
        }
    }

    /** The time of the first stamp in these bytes, or {@link #NONE}. */
    public static long find(byte[] bytes, int from, int to) {
        for (int i = from; i <= to - LENGTH; i++) {
            if (bytes[i] == '~' && bytes[i + 1] == 'T') {
                long nanos = read(bytes, i + 2);
                if (nanos >= 0) {
                    return nanos;
                }
            }
        }
        return NONE;
    }

    private static long read(byte[] bytes, int at) {
        long nanos = 0;
        for (int i = at; i < at + 16; i++) {
            int value = bytes[i] < 0 ? -1 : VALUES[bytes[i]];
            if (value < 0) {
                return NONE;
            }
            nanos = (nanos << 4) | value;
        }
        return nanos;
    }
}
