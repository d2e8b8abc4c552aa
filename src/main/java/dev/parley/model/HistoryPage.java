package dev.parley.model;

import dev.parley.json.JsonWriter;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A page of the messages of a room, oldest first, and whether there are more. */
public record HistoryPage(List<Event> messages, boolean hasMore) {

    /**
     * The page that reaches back from the newest of {@code found}: at most {@code limit} messages and, but for the
     * first, {@code bytesMax} bytes of their bodies and reactions.
     *
     * @param found oldest first; one more than {@code limit} tells that there are more
     */
    public static HistoryPage newestOf(List<Event> found, int limit, long bytesMax) {
        List<Event> newestFirst = new ArrayList<>(found);
        Collections.reverse(newestFirst);
        List<Event> taken = fitting(newestFirst, limit, bytesMax);
        Collections.reverse(taken);
        return new HistoryPage(taken, taken.size() < found.size());
    }

    /** The page that reaches forward from the oldest of {@code found}. */
    public static HistoryPage oldestOf(List<Event> found, int limit, long bytesMax) {
        List<Event> taken = fitting(found, limit, bytesMax);
        return new HistoryPage(taken, taken.size() < found.size());
    }

    private static List<Event> fitting(List<Event> events, int limit, long bytesMax) {
        List<Event> taken = new ArrayList<>();
        long bytes = 0;
        for (Event event : events) {
            bytes += bytes(event);
            if (taken.size() == limit || (bytes > bytesMax && !taken.isEmpty())) {
                break;
            }
            taken.add(event);
        }
        return taken;
    }

    private static long bytes(Event event) {
        long bytes = event.body().getBytes(StandardCharsets.UTF_8).length;
        for (Reaction reaction : event.reactions()) {
            bytes += reaction.bytes();
        }
        return bytes;
    }

    public void write(JsonWriter json) {
        json.objects("messages", messages, Event::write).field("hasMore", hasMore);
    }

    public JsonObject toJson() {
        return JsonWriter.tree(this::write);
    }
}
