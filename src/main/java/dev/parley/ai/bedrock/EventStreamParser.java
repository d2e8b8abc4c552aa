package dev.parley.ai.bedrock;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.ai.provider.ProviderFault;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Parses the frames of an AWS event stream ("Event stream encoding") from bytes that come in any portions.
 *
 * <pre>
 *  total length 4 | headers' length 4 | CRC of these 8 bytes 4 | headers | payload | CRC of all before 4
 * </pre>
 */
final class EventStreamParser {
    private static final int PRELUDE = 12;
    private static final int LEAST = PRELUDE + 4;
    private static final int MOST = 1 << 20;

    private final Consumer<EventStreamFrame> out;
    private byte[] frame = new byte[1024];
    private int filled;
    private int total; // 0 until the prelude was read

    EventStreamParser(Consumer<EventStreamFrame> out) {
        this.out = out;
    }

    void feed(byte[] bytes) {
        int at = 0;
        while (at < bytes.length) {
            int wanted = (total == 0 ? PRELUDE : total) - filled;
            int taken = Math.min(wanted, bytes.length - at);
            System.arraycopy(bytes, at, frame, filled, taken);
            filled += taken;
            at += taken;
            if (taken == wanted) {
                filledUp();
            }
        }
    }

    private void filledUp() {
        if (total == 0) {
            prelude(ByteBuffer.wrap(frame));
            return;
        }
        ByteBuffer whole = ByteBuffer.wrap(frame, 0, total);
        if (crc(total - 4) != whole.getInt(total - 4)) {
            throw damaged();
        }
        EventStreamFrame read = read(whole, whole.getInt(4));
        filled = 0;
        total = 0;
        out.accept(read);
    }

    private void prelude(ByteBuffer prelude) {
        long length = Integer.toUnsignedLong(prelude.getInt(0));
        long headers = Integer.toUnsignedLong(prelude.getInt(4));
        if (crc(8) != prelude.getInt(8) || length < LEAST || headers > length - LEAST) {
            throw damaged();
        }
        if (length > MOST) {
            throw new ProviderFault("the provider sent an event that is too large");
        }
        total = (int) length;
        if (total > frame.length) {
            frame = Arrays.copyOf(frame, total);
        }
    }

    private int crc(int bytes) {
        CRC32 crc = new CRC32();
        crc.update(frame, 0, bytes);
        return (int) crc.getValue();
    }

    private static EventStreamFrame read(ByteBuffer whole, int headersLength) {
        Map<String, String> headers = new HashMap<>();
        try {
            ByteBuffer left = whole.slice(PRELUDE, headersLength);
            while (left.hasRemaining()) {
                String name = text(left, Byte.toUnsignedInt(left.get()));
                String value = value(left);
                if (value != null) {
                    headers.put(name, value);
                }
            }
        } catch (BufferUnderflowException e) {
            throw damaged();
        }
        whole.position(PRELUDE + headersLength);
        return new EventStreamFrame(headers, text(whole, whole.limit() - LEAST - headersLength));
    }

    /** Null for a value that is no text. */
    private static String value(ByteBuffer left) {
        int type = left.get();
        int length =
                switch (type) {
                    case 0, 1 -> 0; // true, false
                    case 2 -> 1;
                    case 3 -> 2;
                    case 4 -> 4;
                    case 5, 8 -> 8; // long, time
                    case 9 -> 16; // UUID
                    case 6, 7 -> Short.toUnsignedInt(left.getShort()); // bytes, text
                    default -> throw damaged();
                };
        String value = text(left, length);
        return type == 7 ? value : null;
    }

    private static String text(ByteBuffer left, int length) {
        byte[] bytes = new byte[length];
        left.get(bytes);
        return new String(bytes, UTF_8);
    }

    private static ProviderFault damaged() {
        return new ProviderFault("the provider's stream is damaged");
    }
}
