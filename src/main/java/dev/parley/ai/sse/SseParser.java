package dev.parley.ai.sse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Parses server-sent events (WHATWG HTML, section 9.2) from bytes that come in any portions.
 *
 * <p>A line is decoded when it is whole, so a character may be split between portions. Data without a blank line after
 * it is no event, but see {@link #end}. Limit: the caller's, for the bytes of one event. Used on one context.
 */
public final class SseParser {
    private static final String DEFAULT_TYPE = "message";
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final int mostBytes;
    private final Supplier<? extends RuntimeException> tooMuch;
    private final Consumer<SseEvent> out;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private String type = DEFAULT_TYPE;
    private int eventBytes;
    private boolean afterCr;
    private boolean first = true;

    /**
     * A parser that passes each event to {@code out}.
     *
     * @param mostBytes of one event
     * @param tooMuch what is thrown when there are more
     */
    public SseParser(int mostBytes, Supplier<? extends RuntimeException> tooMuch, Consumer<SseEvent> out) {
        this.mostBytes = mostBytes;
        this.tooMuch = tooMuch;
        this.out = out;
    }

    /** The next bytes, in any portions. */
    public void feed(byte[] bytes) {
        for (byte b : bytes) {
            feed(b);
        }
    }

    /** The stream ended cleanly: the last event counts also without its blank line, which some servers forget. */
    public void end() {
        if (line.size() > 0) {
            feed((byte) '\n');
        }
        dispatch();
    }

    private void feed(byte b) {
        boolean secondOfCrLf = afterCr && b == '\n';
        afterCr = b == '\r';
        if (secondOfCrLf) {
            return;
        }
        if (b == '\n' || b == '\r') {
            String whole = line.toString(StandardCharsets.UTF_8);
            line.reset();
            line(first && whole.startsWith(BYTE_ORDER_MARK) ? whole.substring(1) : whole);
            first = false;
        } else if (++eventBytes > mostBytes) {
            throw tooMuch.get();
        } else {
            line.write(b);
        }
    }

    private void line(String line) {
        if (line.isEmpty()) {
            dispatch();
            return;
        }
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(line.startsWith(" ", colon + 1) ? colon + 2 : colon + 1);
        switch (field) {
            case "data" -> {
                data.append(hasData ? "\n" : "").append(value);
                hasData = true;
            }
            case "event" -> type = value;
            default -> {} // a comment (its field is empty), id, retry, or unknown: nothing to us
        }
    }

    private void dispatch() {
        SseEvent event = hasData ? new SseEvent(type.isEmpty() ? DEFAULT_TYPE : type, data.toString()) : null;
        data.setLength(0);
        hasData = false;
        type = DEFAULT_TYPE;
        eventBytes = 0;
        if (event != null) {
            out.accept(event);
        }
    }
}
