package dev.parley.ai.provider;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP request to a provider, up to the end of its response.
 *
 * <pre>
 *  CONNECTING ── connected ──► SENT ── the response ends, release, abort ──► ENDED
 *      └── abort ──────────────────────────────────────────────────────────►┘
 * </pre>
 *
 * Runs on one context.
 */
final class ProviderExchange {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderExchange.class);
    private static final int ERROR_BYTES_MAX = 16 << 10;
    private static final long ERROR_MS_MAX = 1_000;
    private static final long RELEASE_MS_MAX = 1_000;

    private enum State {
        CONNECTING,
        SENT,
        ENDED
    }

    private final Vertx vertx;
    private HttpClientRequest request; // null while CONNECTING
    private State state = State.CONNECTING;

    ProviderExchange(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The head of the response; {@code onSent} runs when the provider may have begun to work. */
    Future<HttpClientResponse> send(HttpClient client, RequestOptions options, Buffer body, Runnable onSent) {
        return client.request(options).compose(connected -> send(connected, body, onSent));
    }

    private Future<HttpClientResponse> send(HttpClientRequest connected, Buffer body, Runnable onSent) {
        request = connected;
        if (state == State.ENDED) {
            return connected.reset().compose(reset -> Future.failedFuture("cancelled"));
        }
        to(State.SENT);
        onSent.run();
        return connected.send(body);
    }

    private void to(State next) {
        state = next;
    }

    /**
     * The beginning of a response that is no stream, read until its end or until it is long enough. Ends the exchange.
     */
    Future<String> readError(HttpClientResponse response) {
        Buffer body = Buffer.buffer();
        Promise<Void> read = Promise.promise();
        long timer = vertx.setTimer(ERROR_MS_MAX, id -> cutOff(read));
        response.handler(bytes -> {
            body.appendBuffer(bytes, 0, Math.min(bytes.length(), ERROR_BYTES_MAX - body.length()));
            if (body.length() >= ERROR_BYTES_MAX) {
                cutOff(read);
            }
        });
        response.endHandler(end -> read.tryComplete());
        response.exceptionHandler(failure -> read.tryComplete());
        response.resume();
        return read.future().onComplete(done -> vertx.cancelTimer(timer)).map(done -> {
            onResponseEnd();
            return body.toString();
        });
    }

    private void cutOff(Promise<Void> read) {
        if (!read.future().isComplete()) {
            abort();
            read.tryComplete();
        }
    }

    /** The response has ended: nothing is left to be aborted or released. */
    void onResponseEnd() {
        to(State.ENDED);
    }

    /** The rest of the response does not matter: it gets a moment to end by itself, which saves the connection. */
    void release(HttpClientResponse response) {
        if (state == State.SENT) {
            to(State.ENDED);
            long timer = vertx.setTimer(RELEASE_MS_MAX, id -> reset());
            response.endHandler(end -> vertx.cancelTimer(timer));
            response.exceptionHandler(failure -> vertx.cancelTimer(timer));
            response.resume();
        }
    }

    /** Ends the request and its connection. */
    void abort() {
        State before = state;
        to(State.ENDED); // first: a reset reports a failure of its own
        if (before == State.SENT) {
            reset();
        }
    }

    private void reset() {
        request.reset().onFailure(gone -> LOG.trace("The request had ended already", gone));
    }
}
