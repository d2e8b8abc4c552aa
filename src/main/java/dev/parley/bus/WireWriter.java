package dev.parley.bus;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes numbers, texts and bytes into a growing array. Of one thread. */
final class WireWriter {
    private static final int FIRST_BYTES = 1024;
    private static final int KEPT_BYTES_MAX = 64 * 1024;
    private static final ThreadLocal<WireWriter> OF_THREAD = ThreadLocal.withInitial(WireWriter::new);

    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;

    /**
     * Appends a value in its form. Each thread writes into the same array again and again, unless that grew very large.
     */
    static void append(Object value, Form form, Buffer buffer) {
        WireWriter out = OF_THREAD.get();
        out.size = 0;
        form.write(value, out);
        buffer.appendBytes(out.bytes, 0, out.size);
        if (out.bytes.length > KEPT_BYTES_MAX) {
            OF_THREAD.remove();
        }
    }

    /** A number of either sign: small ones take few bytes (zigzag, then seven bits a byte, the lowest first). */
    void number(long value) {
        groups((value << 1) ^ (value >> 63));
    }

    /** A number that is not negative. */
    void count(int value) {
        groups(value);
    }

    /** How much follows; -1 for null. */
    void length(int value) {
        groups(value + 1L);
    }

    private void groups(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void text(String value) {
        bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    void bytes(byte[] value) {
        length(value == null ? -1 : value.length);
        if (value != null) {
            reserve(value.length);
            System.arraycopy(value, 0, bytes, size, value.length);
            size += value.length;
        }
    }

    /** Before what is preceded by its length; {@link #end} takes what is returned. */
    int begin() {
        reserve(1);
        return ++size;
    }

    /** The length is known: room for it is made if one byte is not enough. */
    void end(int start) {
        int length = size - start;
        long coded = length + 1L;
        int more = (63 - Long.numberOfLeadingZeros(coded)) / 7;
        if (more > 0) {
            reserve(more);
            System.arraycopy(bytes, start, bytes, start + more, length);
        }
        size = start - 1;
        groups(coded);
        size += length;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
