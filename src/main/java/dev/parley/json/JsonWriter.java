package dev.parley.json;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Writes JSON straight to UTF-8, without a tree of objects. The bytes are those that a
 * {@link io.vertx.core.json.JsonObject} encodes to: no white space, as few escapes as RFC 8259 section 7 allows, and a
 * question mark for half a surrogate pair, which UTF-8 cannot express.
 *
 * <p>The writer sets the commas; that what is opened is closed, and that a name comes once, is its user's part. Not for
 * several threads.
 */
public final class JsonWriter {
    private static final int BYTES_INITIALLY = 512;
    private static final int BYTES_KEPT_MAX = 64 * 1024;
    /** Six bytes for a control character: an escape of four digits. */
    private static final int ONE_CHARACTER = 6;

    private static final byte[] HEX = ascii("0123456789ABCDEF");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] NULL = ascii("null");
    /** By ASCII character: 0 when it stands for itself, else what follows the backslash. */
    private static final byte[] ESCAPES = escapes();

    /** One writer a thread, null while it is in use. */
    private static final ThreadLocal<JsonWriter> SPARE = new ThreadLocal<>();

    private byte[] out = new byte[BYTES_INITIALLY];
    private int size;
    /** Whether the next name or value follows another one. */
    private boolean follows;

    private JsonWriter() {}

    /** One object's text as UTF-8; {@code fields} writes what stands between its braces. */
    public static byte[] object(Consumer<JsonWriter> fields) {
        JsonWriter writer = SPARE.get();
        if (writer == null) {
            writer = new JsonWriter();
        } else {
            SPARE.set(null);
        }
        writer.size = 0;
        writer.follows = false;
        writer.open('{');
        fields.accept(writer);
        writer.close('}');
        byte[] json = Arrays.copyOf(writer.out, writer.size);
        if (writer.out.length <= BYTES_KEPT_MAX) {
            SPARE.set(writer);
        }
        return json;
    }

    /** The same as a tree. */
    public static JsonObject tree(Consumer<JsonWriter> fields) {
        return new JsonObject(new String(object(fields), StandardCharsets.UTF_8));
    }

    @CanIgnoreReturnValue
    public JsonWriter field(String name, String value) {
        return name(name).value(value);
    }

    @CanIgnoreReturnValue
    public JsonWriter field(String name, long value) {
        return name(name).append(ascii(Long.toString(value)));
    }

    @CanIgnoreReturnValue
    public JsonWriter field(String name, boolean value) {
        return name(name).append(value ? TRUE : FALSE);
    }

    @CanIgnoreReturnValue
    public JsonWriter field(String name, List<String> values) {
        name(name).open('[');
        values.forEach(this::value);
        return close(']');
    }

    /** A field whose value is an object. */
    @CanIgnoreReturnValue
    public JsonWriter object(String name, Consumer<JsonWriter> fields) {
        name(name).open('{');
        fields.accept(this);
        return close('}');
    }

    /** A field whose value is a list of objects. */
    @CanIgnoreReturnValue
    public <T> JsonWriter objects(String name, List<T> items, BiConsumer<T, JsonWriter> fields) {
        name(name).open('[');
        for (T item : items) {
            separate();
            open('{');
            fields.accept(item, this);
            close('}');
        }
        return close(']');
    }

    /** A field whose value is JSON already. */
    @CanIgnoreReturnValue
    public JsonWriter spliced(String name, String json) {
        return spliced(name, json, 0, json.length());
    }

    /** A field whose value is JSON already: the part of {@code json} from {@code from} to before {@code to}. */
    @CanIgnoreReturnValue
    public JsonWriter spliced(String name, String json, int from, int to) {
        name(name);
        characters(json, from, to, false);
        follows = true;
        return this;
    }

    @CanIgnoreReturnValue
    private JsonWriter name(String name) {
        separate();
        quoted(name);
        put(':');
        follows = false;
        return this;
    }

    @CanIgnoreReturnValue
    private JsonWriter value(String value) {
        separate();
        if (value == null) {
            return append(NULL);
        }
        quoted(value);
        return this;
    }

    private void separate() {
        if (follows) {
            put(',');
        }
        follows = true;
    }

    private void open(char bracket) {
        put(bracket);
        follows = false;
    }

    @CanIgnoreReturnValue
    private JsonWriter close(char bracket) {
        put(bracket);
        follows = true;
        return this;
    }

    private void quoted(String text) {
        put('"');
        characters(text, 0, text.length(), true);
        put('"');
    }

    private void characters(String text, int from, int to, boolean escaping) {
        reserve(to - from);
        byte[] bytes = out;
        int at = size;
        int next = from;
        while (next < to) {
            char c = text.charAt(next);
            if (c >= 0x80 || (escaping && ESCAPES[c] != 0)) {
                break;
            }
            bytes[at++] = (byte) c;
            next++;
        }
        size = at;
        while (next < to) {
            next += character(text, next, to, escaping);
        }
    }

    /** One that may be anything. Returns how many UTF-16 units it took. */
    private int character(String text, int at, int to, boolean escaping) {
        reserve(ONE_CHARACTER);
        char c = text.charAt(at);
        if (c < 0x80) {
            if (escaping && ESCAPES[c] != 0) {
                escape(c);
            } else {
                out[size++] = (byte) c;
            }
        } else if (c < 0x800) {
            out[size++] = (byte) (0xC0 | c >> 6);
            continuation(c);
        } else if (!Character.isSurrogate(c)) {
            out[size++] = (byte) (0xE0 | c >> 12);
            continuation(c >> 6);
            continuation(c);
        } else if (Character.isHighSurrogate(c) && at + 1 < to && Character.isLowSurrogate(text.charAt(at + 1))) {
            int point = Character.toCodePoint(c, text.charAt(at + 1));
            out[size++] = (byte) (0xF0 | point >> 18);
            continuation(point >> 12);
            continuation(point >> 6);
            continuation(point);
            return 2;
        } else {
            out[size++] = '?';
        }
        return 1;
    }

    private void continuation(int bits) {
        out[size++] = (byte) (0x80 | (bits & 0x3F));
    }

    private void escape(char c) {
        out[size++] = '\\';
        out[size++] = ESCAPES[c];
        if (ESCAPES[c] == 'u') {
            out[size++] = '0';
            out[size++] = '0';
            out[size++] = HEX[c >> 4];
            out[size++] = HEX[c & 0xF];
        }
    }

    @CanIgnoreReturnValue
    private JsonWriter append(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, out, size, bytes.length);
        size += bytes.length;
        follows = true;
        return this;
    }

    private void put(char ascii) {
        reserve(1);
        out[size++] = (byte) ascii;
    }

    private void reserve(int bytes) {
        if (out.length - size < bytes) {
            out = Arrays.copyOf(out, Math.max(Math.addExact(size, bytes), 2 * out.length));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] escapes() {
        byte[] escapes = new byte[0x80];
        Arrays.fill(escapes, 0, 0x20, (byte) 'u');
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        escapes['\b'] = 'b';
        escapes['\t'] = 't';
        escapes['\n'] = 'n';
        escapes['\f'] = 'f';
        escapes['\r'] = 'r';
        return escapes;
    }
}
