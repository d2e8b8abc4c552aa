package dev.parley.bench.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts {@code error} frames by code and remembers the text of the first. For one thread. */
public final class Refusals {
    private final Map<String, Long> counts = new TreeMap<>();
    private String first = "";

    /** Counts an {@code error} frame and returns its {@code retryAfterMs}; 0 when it has none. */
    long add(byte[] bytes, int from, int to) {
        try {
            JsonObject error = new JsonObject(Buffer.buffer(Arrays.copyOfRange(bytes, from, to)));
            String code = error.getString("code", "no code");
            counts.merge(code, 1L, Long::sum);
            if (first.isEmpty()) {
                first = code + ": " + error.getString("error", "");
            }
            return error.getLong("retryAfterMs", 0L);
        } catch (DecodeException | ClassCastException e) {
            counts.merge("unreadable", 1L, Long::sum);
            return 0;
        }
    }

    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Code and text of the first; empty when there was none. */
    public String first() {
        return first;
    }

    /** {@code rate_limited 12, overloaded 3}; empty when there was none. */
    public String text() {
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
