package dev.parley.bench.model;

import dev.parley.bench.load.Schedule;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The HTTP server of the model: {@code POST /v1/chat/completions}. One timer serves all answers, each by its own
 * {@link Schedule}; an answer whose reader does not keep up waits until it does. Runs on one event loop.
 */
public final class SteadyModel {
    private static final int TICK_MS = 2;
    private static final String NAME = "steady";
    private static final long REQUEST_BYTES_MAX = 4 << 20;

    private final Vertx vertx;
    private final double tokensPerSecond;
    private final NumberedWords words;
    private final List<Answer> answers = new ArrayList<>();
    private HttpServer server;

    private SteadyModel(Vertx vertx, double tokensPerSecond, int tokens) {
        this.vertx = vertx;
        this.tokensPerSecond = tokensPerSecond;
        this.words = new NumberedWords(NAME, tokens);
    }

    private static final class Answer {
        private final HttpServerResponse response;
        private final Schedule schedule;
        private int sent;

        Answer(HttpServerResponse response, Schedule schedule) {
            this.response = response;
            this.schedule = schedule;
        }
    }

    /** Listens on this port of the loopback address; 0 takes a free one. */
    public static Future<SteadyModel> start(Vertx vertx, int port, double tokensPerSecond, int tokens) {
        SteadyModel model = new SteadyModel(vertx, tokensPerSecond, tokens);
        model.server = vertx.createHttpServer().requestHandler(model::onRequest);
        return model.server.listen(port, "127.0.0.1").map(listening -> {
            vertx.setPeriodic(TICK_MS, tick -> model.onTick());
            return model;
        });
    }

    /** The {@code baseUrl} of an assistant that uses this model. */
    public String baseUrl() {
        return "http://127.0.0.1:" + server.actualPort() + "/v1";
    }

    private void onRequest(HttpServerRequest request) {
        boolean known = request.path().equals("/v1/chat/completions") && HttpMethod.POST.equals(request.method());
        if (!known) {
            refuse(request, 404, "only POST /v1/chat/completions is supported");
            return;
        }
        request.response().exceptionHandler(gone -> {});
        request.body()
                .onSuccess(body -> {
                    if (body.length() > REQUEST_BYTES_MAX) {
                        refuse(request, 413, "a request of more than " + REQUEST_BYTES_MAX + " bytes");
                    } else if (isStream(body.toString())) {
                        begin(request.response());
                    } else {
                        refuse(request, 400, "a JSON object with \"stream\": true is needed");
                    }
                })
                .onFailure(gone -> {});
    }

    private static boolean isStream(String body) {
        try {
            return Boolean.TRUE.equals(new JsonObject(body).getValue("stream"));
        } catch (DecodeException e) {
            return false;
        }
    }

    private static void refuse(HttpServerRequest request, int status, String why) {
        JsonObject error = new JsonObject().put("error", new JsonObject().put("message", why));
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(error.encode())
                .onFailure(gone -> {});
    }

    private void begin(HttpServerResponse response) {
        response.setChunked(true).putHeader("Content-Type", "text/event-stream");
        answers.add(new Answer(response, new Schedule(System.nanoTime(), tokensPerSecond, words.tokens())));
    }

    private void onTick() {
        long now = System.nanoTime();
        for (Iterator<Answer> each = answers.iterator(); each.hasNext(); ) {
            Answer answer = each.next();
            if (answer.response.closed()) {
                each.remove();
            } else if (!answer.response.writeQueueFull() && send(answer, now)) {
                each.remove();
            }
        }
    }

    /** Sends the tokens that are due; returns whether the answer is complete. */
    private boolean send(Answer answer, long now) {
        int due = (int) answer.schedule.dueBy(now);
        if (due > answer.sent) {
            answer.response.write(words.from(answer.sent, due)).onFailure(gone -> {});
            answer.sent = due;
        }
        if (answer.sent < words.tokens()) {
            return false;
        }
        answer.response.end(words.ending()).onFailure(gone -> {});
        return true;
    }
}
