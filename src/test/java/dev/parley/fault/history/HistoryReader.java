package dev.parley.fault.history;

import dev.parley.testing.TestHttp;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads rooms' logs from a node over HTTP, page by page. */
public final class HistoryReader {
    private final TestHttp http;

    public HistoryReader(TestHttp http) {
        this.http = http;
    }

    public Map<String, List<Stored>> read(List<String> rooms) {
        Map<String, List<Stored>> logs = new LinkedHashMap<>();
        rooms.forEach(room -> logs.put(room, read(room)));
        return logs;
    }

    public List<Stored> read(String room) {
        List<Stored> log = new ArrayList<>();
        JsonObject page;
        do {
            long after = log.isEmpty() ? 0 : log.get(log.size() - 1).seq();
            page = page("/api/rooms/" + room + "/messages?limit=200&after=" + after);
            JsonArray messages = page.getJsonArray("messages");
            for (int i = 0; i < messages.size(); i++) {
                log.add(Stored.of(messages.getJsonObject(i)));
            }
        } while (page.getBoolean("hasMore"));
        return log;
    }

    private JsonObject page(String path) {
        HttpResponse<String> answer = http.get(path);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + " was answered " + answer.statusCode() + " " + answer.body());
        }
        return new JsonObject(answer.body());
    }
}
