package dev.parley.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;

/** A SockJS client that polls, by hand. */
public final class SockJsPoller {
    private final TestHttp http;
    private final String place;

    /** {@code place} is {@code <server>/<session>}. */
    public SockJsPoller(TestHttp http, String place) {
        this.http = http;
        this.place = place;
    }

    /** Another client that uses the same session. */
    public SockJsPoller as(TestHttp other) {
        return new SockJsPoller(other, place);
    }

    /** One request of a transport: {@code xhr}, {@code xhr_streaming} or {@code xhr_send}. */
    public HttpResponse<String> post(String transport, String body) {
        return http.send("POST", "/eventbus/" + place + "/" + transport, body, "Content-Type", "text/plain");
    }

    /** Waits for what is next: {@code o}, {@code h}, {@code a[…]} or {@code c[…]}. */
    public String poll() {
        HttpResponse<String> response = post("xhr", "");
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return response.body().strip();
    }

    public int send(List<JsonObject> envelopes) {
        JsonArray texts = new JsonArray();
        envelopes.forEach(envelope -> texts.add(envelope.encode()));
        return post("xhr_send", texts.encode()).statusCode();
    }

    /** Polls until the server closes; everything that came. */
    public String pollToTheEnd() {
        StringBuilder all = new StringBuilder();
        String last;
        do {
            last = poll();
            all.append(last).append('\n');
        } while (!last.startsWith("c["));
        return all.toString();
    }
}
