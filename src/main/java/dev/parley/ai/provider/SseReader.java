package dev.parley.ai.provider;

import dev.parley.ai.sse.SseEvent;
import dev.parley.ai.sse.SseParser;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

/** A response of server-sent events whose data are JSON objects, up to the dialect's end mark. */
public final class SseReader implements ResponseParser {
    private static final int EVENT_BYTES_MAX = 1 << 20;

    private final SseParser parser = new SseParser(
            EVENT_BYTES_MAX, () -> new ProviderFault("the provider sent more at once than is allowed"), this::read);
    private final Reading reading;
    private final String what;
    private final EventReader events;

    /** Understands one event. */
    public interface EventReader {
        /**
         * Reads it; a value that is not of the type that it must be may throw a {@link ClassCastException}.
         *
         * @param type what the event calls itself; {@code message} when it does not
         */
        void read(String type, JsonObject data);

        /** Whether this is the end mark, in a dialect where that is no JSON. */
        default boolean isEnd(String data) {
            return false;
        }
    }

    /** What the dialect's answers are, with an article, is for error texts. */
    public SseReader(Reading reading, String what, EventReader events) {
        this.reading = reading;
        this.what = what;
        this.events = events;
    }

    @Override
    public void feed(byte[] bytes) {
        parser.feed(bytes);
    }

    private void read(SseEvent event) {
        if (reading.isDone()) {
            return;
        }
        if (events.isEnd(event.data())) {
            reading.done();
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

    /** What came is not what it must be. */
    public static ProviderFault malformed(String what, String detail) {
        return new ProviderFault("the provider sent something that is not " + what, detail);
    }
}
