package dev.parley.ai.provider;

import dev.parley.ai.sse.SseEvent;
import dev.parley.ai.sse.SseParser;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Reads a response of server-sent events whose data are JSON objects.
 *
 * <p>The response ends with the dialect's end mark, with {@code [DONE]}, or with the stream's clean end after the model
 * has stopped. Heartbeats (no data, or an event of that name) are skipped. A body that is no stream at all becomes a
 * {@link ProviderFault} by its content. Limits: 1 MiB an event. Used on the context of its call.
 */
public final class SseReader implements ResponseParser {
    private static final int EVENT_BYTES_MAX = 1 << 20;
    private static final int OTHER_BYTES_MAX = 16 << 10;
    private static final String DONE = "[DONE]";
    private static final Set<String> HEARTBEATS = Set.of("ping", "heartbeat", "keepalive", "keep-alive");

    private final SseParser parser = new SseParser(
            EVENT_BYTES_MAX, () -> new ProviderFault("the provider sent an event that is too large"), this::read);
    private final StringBuilder other = new StringBuilder(); // the beginning of what is no stream
    private final StreamState streamState;
    private final String what;
    private final EventReader events;
    private Kind kind = Kind.UNKNOWN;

    private enum Kind {
        UNKNOWN,
        STREAM,
        OTHER
    }

    /** Reads one event in a dialect. */
    @FunctionalInterface
    public interface EventReader {
        /**
         * Reads it; a value that is not of the type that it must be may throw a {@link ClassCastException}.
         *
         * @param type what the event calls itself; {@code message} when it does not
         */
        void read(String type, JsonObject data);
    }

    /** @param what the dialect's responses are called, with an article, for error texts */
    public SseReader(StreamState streamState, String what, EventReader events) {
        this.streamState = streamState;
        this.what = what;
        this.events = events;
    }

    @Override
    public void feed(byte[] bytes) {
        for (int i = 0; i < bytes.length && kind == Kind.UNKNOWN; i++) {
            if (bytes[i] == '{' || bytes[i] == '<' || bytes[i] == '[') { // no field of an event begins like this
                kind = Kind.OTHER;
            } else if (bytes[i] > ' ') {
                kind = Kind.STREAM;
            }
        }
        if (kind == Kind.OTHER) {
            if (other.length() < OTHER_BYTES_MAX) {
                other.append(new String(bytes, StandardCharsets.UTF_8));
            }
        } else {
            parser.feed(bytes);
        }
    }

    @Override
    public void end() {
        if (kind == Kind.OTHER) {
            throw ProviderErrorText.noStream(other.toString()).fault(other.toString());
        }
        try {
            parser.end();
        } catch (ProviderFault half) {
            throw streamState.hasOutput() || half.isPassing() ? ProviderFault.early() : half;
        }
        if (!streamState.isDone()) {
            streamState.finish(); // a fault unless it had stopped
        }
    }

    private void read(SseEvent event) {
        if (streamState.isDone() || event.data().isBlank() || HEARTBEATS.contains(event.type())) {
            return;
        }
        if (event.data().strip().equals(DONE)) {
            streamState.finish();
            return;
        }
        try {
            events.read(event.type(), object(event.data()));
        } catch (DecodeException | ClassCastException e) { // not JSON, or another shape
            throw malformed(what, event.data());
        }
    }

    private static JsonObject object(String data) {
        Object value = Json.decodeValue(data);
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new ClassCastException("no object");
    }

    /** The fault of a response that is not what it must be. */
    public static ProviderFault malformed(String what, String detail) {
        return new ProviderFault("the provider sent output that is not " + what, detail);
    }
}
