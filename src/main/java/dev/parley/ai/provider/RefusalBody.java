package dev.parley.ai.provider;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.function.Consumer;

/** The beginning of a response that is no stream: what a provider says when it refuses. */
final class RefusalBody {
    private static final int BYTES_MAX = 16 << 10;
    private static final long MOST_MS = 1_000;

    private RefusalBody() {}

    /** Tells {@code told} exactly once what was read by its end, or by when that is enough; the request is over then. */
    static void read(Vertx vertx, HttpClientRequest request, HttpClientResponse response, Consumer<String> told) {
        Buffer body = Buffer.buffer();
        boolean[] over = {false};
        Consumer<Boolean> end = whole -> {
            if (!over[0]) {
                over[0] = true;
                if (!whole) {
                    request.reset();
                }
                told.accept(body.toString());
            }
        };
        long timer = vertx.setTimer(MOST_MS, id -> end.accept(false));
        response.handler(bytes -> {
            body.appendBuffer(bytes, 0, Math.min(bytes.length(), BYTES_MAX - body.length()));
            if (body.length() >= BYTES_MAX) {
                end.accept(false);
            }
        });
        response.endHandler(ended -> {
            vertx.cancelTimer(timer);
            end.accept(true);
        });
        response.exceptionHandler(failure -> {
            vertx.cancelTimer(timer);
            end.accept(true);
        });
        response.resume();
    }
}
