package dev.parley.ai.tool.page;

import dev.parley.model.Code;
import dev.parley.model.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Decodes a body by its {@code Content-Encoding} (RFC 9110, section 8.4), up to a size. Pure. */
final class DecodedBody {
    private static final int BOUND_MAX = 64 << 20;

    private DecodedBody() {}

    /** Whether this encoding can be decoded; empty means none. */
    static boolean knows(String encoding) {
        return encoding.isEmpty() || isGzip(encoding);
    }

    /**
     * The decoded body; decoding stops where it grows too large.
     *
     * @throws Refusal {@code too_large}, or {@code bad_frame} when it is broken
     */
    static byte[] of(byte[] body, String encoding, long most) {
        if (!isGzip(encoding)) {
            return body;
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] unpacked = in.readNBytes((int) Math.min(BOUND_MAX, most) + 1);
            if (unpacked.length > most) {
                throw tooLarge(most);
            }
            return unpacked;
        } catch (IOException e) {
            throw Code.BAD_FRAME.refuse("unsupported Content-Encoding");
        }
    }

    static Refusal tooLarge(long most) {
        return Code.TOO_LARGE.refuse("the page is larger than " + most + " bytes");
    }

    private static boolean isGzip(String encoding) {
        return encoding.equals("gzip") || encoding.equals("x-gzip");
    }
}
