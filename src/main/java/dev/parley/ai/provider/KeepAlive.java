package dev.parley.ai.provider;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;

/**
 * The end of a response whose content matters no more: it gets a moment to end by itself, so that its connection can be
 * used again, and is reset after that.
 */
final class KeepAlive {
    private static final long MOST_MS = 1_000;

    private KeepAlive() {}

    static void after(Vertx vertx, HttpClientRequest request, HttpClientResponse response) {
        long timer = vertx.setTimer(MOST_MS, id -> request.reset());
        response.endHandler(end -> vertx.cancelTimer(timer));
        response.exceptionHandler(failure -> vertx.cancelTimer(timer));
        response.resume();
    }
}
