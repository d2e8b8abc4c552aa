package dev.parley.bus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the numbers, texts and bytes that a {@link WireWriter} wrote, and never beyond the end. No length is believed
 * before so many bytes are there, so nothing larger than the message is ever made. Fails with {@link Unreadable}. Of
 * one thread.
 */
final class WireReader {
    private static final int NAME_SHOWN_BYTES = 64;

    private final byte[] bytes;
    private int at;
    private int end;

    WireReader(byte[] bytes) {
        this.bytes = bytes;
        this.end = bytes.length;
    }

    long number() {
        long coded = groups();
        return (coded >>> 1) ^ -(coded & 1);
    }

    int count() {
        long value = groups();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new Unreadable("a count of more than 31 bits");
        }
        return (int) value;
    }

    /** How much follows, which is not more than is there; -1 for null. */
    int length() {
        long value = groups();
        if (value < 0 || value - 1 > end - at) {
            throw new Unreadable("a length beyond the end of the message");
        }
        return (int) (value - 1);
    }

    private long groups() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw new Unreadable("it ends too early");
            }
            byte group = bytes[at++];
            value |= (group & 0x7fL) << shift;
            if (group >= 0) {
                return value;
            }
        }
        throw new Unreadable("a number of more than 64 bits");
    }

    String text() {
        int length = length();
        if (length < 0) {
            return null;
        }
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        int length = length();
        if (length < 0) {
            return null;
        }
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    /** Goes on behind these bytes if just they come next. */
    boolean skips(byte[] expected, int length) {
        boolean same = length == expected.length && Arrays.equals(bytes, at, at + length, expected, 0, length);
        if (same) {
            at += length;
        }
        return same;
    }

    /** The bytes that come next, for an error. */
    String shown(int length) {
        String text = new String(bytes, at, Math.min(length, NAME_SHOWN_BYTES), StandardCharsets.UTF_8);
        return text.replaceAll("[^A-Za-z0-9_$]", "?");
    }

    /** Only this many bytes from here on. Returns what {@link #leave} takes. */
    int enter(int length) {
        int outer = end;
        end = at + length;
        return outer;
    }

    boolean isAtEnd() {
        return at == end;
    }

    /** Passes over what is left. */
    void leave(int outer) {
        at = end;
        end = outer;
    }
}
