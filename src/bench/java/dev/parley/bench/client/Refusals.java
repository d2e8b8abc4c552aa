package dev.parley.bench.client;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code error} frames: how many of each code, and the words of the first. For one thread. */
public final class Refusals {
    private final Map<String, Long> counts = new TreeMap<>();
    private String first = "";

    /** Takes an {@code error} frame and returns when it may be tried again, in milliseconds; 0 when it does not say. */
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
