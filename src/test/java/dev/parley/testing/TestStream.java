package dev.parley.testing;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A response of server-sent events, read by a thread of its own. Each event's data is JSON, or a word. */
public final class TestStream implements AutoCloseable {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final long PATIENCE_S = 30;
    private static final JsonObject END = new JsonObject().put("type", "(end)");
    private static final JsonObject BROKEN = new JsonObject().put("type", "(broken)");

    private final HttpResponse<InputStream> response;
    private final BlockingQueue<JsonObject> queue = new LinkedBlockingQueue<>();
    private final List<JsonObject> all = new ArrayList<>();

    private TestStream(HttpResponse<InputStream> response) {
        this.response = response;
        Thread reader = new Thread(this::read, "events");
        reader.setDaemon(true);
        reader.start();
    }

    /** A null body makes a GET. */
    public static TestStream open(String url, String token, JsonObject body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token);
        if (body != null) {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body.encode()));
        }
        try {
            return new TestStream(CLIENT.send(request.build(), BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data: {")) {
                    queue.add(new JsonObject(line.substring(6)));
                } else if (!line.isEmpty()) {
                    queue.add(new JsonObject().put("type", line));
                }
            }
            queue.add(END);
        } catch (IOException e) {
            queue.add(BROKEN);
        }
    }

    public int status() {
        return response.statusCode();
    }

    /** Null when the response has none. */
    public String header(String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    /** The next event that is meant. */
    public JsonObject await(Predicate<JsonObject> isMeant) {
        try {
            for (; ; ) {
                JsonObject event = queue.poll(PATIENCE_S, TimeUnit.SECONDS);
                if (event == null) {
                    throw new AssertionError("not within " + PATIENCE_S + " s; there was " + all);
                }
                all.add(event);
                if (isMeant.test(event)) {
                    return event;
                }
                if (event.equals(END) || event.equals(BROKEN)) {
                    throw new AssertionError("it is over: " + all);
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public JsonObject await(String type) {
        return await(event -> type.equals(event.getString("type")));
    }

    /** Waits for the response's end, and returns all of its events. */
    public List<JsonObject> toEnd() {
        JsonObject ignored = await(END::equals);
        return events();
    }

    /** Waits for the connection to break. */
    public void toBreak() {
        JsonObject ignored = await(BROKEN::equals);
    }

    /** The events so far, without comments and ends. */
    public List<JsonObject> events() {
        return all.stream()
                .filter(event -> event.size() > 1 || !event.getString("type").matches("[:(].*"))
                .toList();
    }

    /** What the events' {@code delta}s of this type make. */
    public String joined(String type) {
        StringBuilder text = new StringBuilder();
        all.stream()
                .filter(event -> type.equals(event.getString("type")))
                .forEach(event -> text.append(event.getString("delta")));
        return text.toString();
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
