package dev.parley.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What tests read out of frames, and waiting for what no frame tells. */
public final class Frames {
    private static final long PATIENCE_MS = 15_000;

    private Frames() {}

    public static boolean is(JsonObject frame, String type) {
        return type.equals(frame.getString("type"));
    }

    /** Whether a frame announces an event of the log. */
    public static boolean isDurable(JsonObject frame) {
        return is(frame, "message") || is(frame, "complete");
    }

    public static List<JsonObject> ofType(List<JsonObject> frames, String type) {
        return frames.stream().filter(f -> is(f, type)).toList();
    }

    /** The stored messages that these frames of a room announce, in the order in which they came. */
    public static List<JsonObject> messages(List<JsonObject> frames, String room) {
        return frames.stream()
                .filter(f -> isDurable(f) && room.equals(f.getString("room")))
                .map(f -> f.getJsonObject("message"))
                .toList();
    }

    public static List<Long> seqs(List<JsonObject> messages) {
        return messages.stream().map(m -> m.getLong("seq")).toList();
    }

    public static List<JsonObject> objects(JsonArray array) {
        List<JsonObject> objects = new ArrayList<>();
        array.forEach(o -> objects.add((JsonObject) o));
        return objects;
    }

    /** The chunks of a turn joined after {@code before}; fails where one does not begin where the last one ended. */
    public static String joined(String before, List<JsonObject> frames, String turn) {
        StringBuilder text = new StringBuilder(before);
        for (JsonObject frame : ofType(frames, "chunk")) {
            if (turn.equals(frame.getString("turn"))) {
                if (frame.getInteger("offset") != text.length()) {
                    throw new AssertionError("after " + text.length() + " came " + frame);
                }
                text.append(frame.getString("content"));
            }
        }
        return text.toString();
    }

    /** Waits until something holds. */
    public static void until(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE_MS + " ms: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** The configuration's assistants, by mention, all led by one fake provider. */
    public static String assistants(FakeOpenAi fake, String... names) {
        JsonArray all = new JsonArray();
        for (String name : names) {
            all.add(new JsonObject()
                    .put("name", name)
                    .put("provider", "openai")
                    .put("model", "m")
                    .put("baseUrl", fake.baseUrl())
                    .put("always", new JsonArray().add("assistant:*")));
        }
        return all.encode();
    }

    /**
     * The configuration's one assistant, led by a fake provider: every tool is its own, those of rooms if a person
     * allows it.
     */
    public static String assistantWithTools(FakeOpenAi fake) {
        JsonObject assistant = new JsonObject()
                .put("name", "assistant")
                .put("provider", "openai")
                .put("model", "m")
                .put("baseUrl", fake.baseUrl())
                .put("tools", new JsonArray().add("*"))
                .put("approval", new JsonArray().add("room_*"));
        return new JsonArray().add(assistant).encode();
    }
}
