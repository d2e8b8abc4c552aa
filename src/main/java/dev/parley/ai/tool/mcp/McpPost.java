package dev.parley.ai.tool.mcp;

import dev.parley.ai.sse.SseParser;
import dev.parley.ai.text.Excerpt;
import dev.parley.ai.tool.mcp.McpFault.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Sends one JSON-RPC message to a server and reads the reply: a JSON body, or the event of a stream that has our id.
 *
 * <pre>
 *  REQUESTING ── 2xx, and the message is no request ──► ENDED: without a reply
 *      │ └────── 200, JSON or event stream ──► READING ──► ENDED: the reply
 *      └──────── other status, time-out, broken off, too large (READING too) ──► ENDED: a fault
 * </pre>
 *
 * Other messages on the stream go to {@code onOther}. Failures are {@link McpFault}s. Limits: {@link #REPLY_MAX} bytes
 * and the caller's time-out. Runs on the server's context. Model Context Protocol, Streamable HTTP.
 */
final class McpPost {
    /** Largest reply, in bytes. */
    static final int REPLY_MAX = 4 << 20;

    private static final long LINGER_MS = 1000; // for a response to end by itself, which saves the connection
    private static final int TEXT_MAX = 2000;
    private static final String JSON = "application/json";

    private enum State {
        REQUESTING,
        READING,
        ENDED
    }

    /** A reply: {@code message} is null for what was no request, {@code session} when the server named none. */
    record McpReply(String session, JsonObject message) {}

    private final Vertx vertx;
    private final JsonObject message;
    private final Consumer<JsonObject> onOther;
    private final Promise<McpReply> reply = Promise.promise();
    private State state = State.REQUESTING;
    private HttpClientRequest request; // null before the connection
    private long received;
    private long linger = -1;

    private McpPost(Vertx vertx, JsonObject message, Consumer<JsonObject> onOther) {
        this.vertx = vertx;
        this.message = message;
        this.onOther = onOther;
    }

    /** Fails with a {@link McpFault}, also when {@code givenUp} completes. */
    static Future<McpReply> send(
            Vertx vertx,
            HttpClient client,
            RequestOptions options,
            JsonObject message,
            Duration timeout,
            Future<Void> givenUp,
            Consumer<JsonObject> onOther) {
        McpPost post = new McpPost(vertx, message, onOther);
        long timer = vertx.setTimer(
                timeout.toMillis(),
                id -> post.fail(Kind.TOO_LATE, "it did not respond within " + timeout.toMillis() / 1000.0 + " s"));
        givenUp.onSuccess(v -> post.fail(Kind.GIVEN_UP, "the call was given up"));
        client.request(options)
                .compose(post::write)
                .onSuccess(post::onHead)
                .onFailure(failure -> post.fail(Kind.UNREACHABLE, "it cannot be reached"));
        return post.reply.future().onComplete(ended -> vertx.cancelTimer(timer));
    }

    private void to(State next) {
        state = next;
    }

    private boolean isOver() {
        return state == State.ENDED;
    }

    private Future<HttpClientResponse> write(HttpClientRequest connected) {
        request = connected;
        if (isOver()) {
            reset();
            return Future.failedFuture("over");
        }
        return connected.send(message.toBuffer());
    }

    private void onHead(HttpClientResponse head) {
        int status = head.statusCode();
        boolean inSession = request.headers().contains(McpSession.SESSION);
        String type = String.valueOf(head.getHeader("Content-Type")).toLowerCase(Locale.ROOT);
        if (isOver()) {
            return;
        }
        if (!isRequest() && status >= 200 && status < 300) {
            complete(head, null);
            discard(head);
        } else if (status == 202) {
            fail(Kind.AWAY, "it sent no response to a request");
        } else if (status == 200 && type.startsWith("text/event-stream")) {
            readStream(head);
        } else if (status == 200 && type.startsWith(JSON)) {
            readBody(head);
        } else if (inSession && (status == 404 || status == 400)) {
            // 404 says that the session is unknown; some servers say 400. Neither has begun anything.
            fail(Kind.SESSION_GONE, "it responded with status " + status);
        } else if (status >= 400 && status < 500 && status != 401 && status != 403 && type.startsWith(JSON)) {
            readBody(head); // perhaps it says why
        } else {
            fail(Kind.AWAY, "it responded with status " + status);
        }
    }

    /** Reads a response that does not matter, to save its connection. */
    private void discard(HttpClientResponse head) {
        head.exceptionHandler(broken -> {});
        head.handler(bytes -> {
            received += bytes.length();
            if (received > REPLY_MAX) {
                reset();
            }
        });
        head.endHandler(end -> vertx.cancelTimer(linger));
        linger = vertx.setTimer(LINGER_MS, id -> reset());
    }

    private void readBody(HttpClientResponse head) {
        to(State.READING);
        Buffer body = Buffer.buffer();
        head.handler(bytes -> {
            if (mayRead(bytes)) {
                body.appendBuffer(bytes);
            }
        });
        head.exceptionHandler(failure -> fail(Kind.AWAY, "its response ended early"));
        head.endHandler(end -> {
            if (!isOver()) {
                take(head, body.toString());
                fail(
                        Kind.AWAY,
                        head.statusCode() == 200
                                ? "its response is to another request"
                                : "it responded with status " + head.statusCode());
            }
        });
    }

    private void readStream(HttpClientResponse head) {
        to(State.READING);
        // All bytes are counted before they are parsed, so no event can be larger.
        SseParser events = new SseParser(REPLY_MAX, () -> new IllegalStateException("not counted"), event -> {
            if (!event.data().isBlank()) { // else it only primes the stream
                take(head, event.data());
            }
            if (isOver() && linger < 0) {
                linger = vertx.setTimer(LINGER_MS, id -> reset());
            }
        });
        head.handler(bytes -> {
            if (!isOver() && mayRead(bytes)) {
                events.feed(bytes.getBytes());
            }
        });
        head.exceptionHandler(failure -> fail(Kind.AWAY, "its response ended early"));
        head.endHandler(end -> {
            vertx.cancelTimer(linger);
            fail(Kind.AWAY, "its response ended early");
        });
    }

    private boolean mayRead(Buffer bytes) {
        received += bytes.length();
        if (received > REPLY_MAX) {
            fail(Kind.REFUSED, "its response is larger than " + REPLY_MAX + " bytes");
        }
        return !isOver();
    }

    private void take(HttpClientResponse head, String text) {
        if (isOver()) {
            return;
        }
        JsonObject json;
        try {
            json = new JsonObject(text);
        } catch (DecodeException | ClassCastException e) {
            fail(Kind.AWAY, "its response is not JSON-RPC");
            return;
        }
        Object id = json.getValue("id");
        boolean isRefusal = head.statusCode() != 200 && id == null; // of what it could not read
        boolean isOurs = isRequest() && (isOurs(id) || isRefusal) && !json.containsKey("method");
        if (!isOurs) {
            onOther.accept(json);
        } else if (json.getValue("error") instanceof JsonObject error) {
            fail(Kind.REFUSED, Excerpt.of(String.valueOf(error.getValue("message")), TEXT_MAX));
        } else if (json.getValue("result") instanceof JsonObject result) {
            complete(head, result);
        } else {
            fail(Kind.AWAY, "its response is not JSON-RPC");
        }
    }

    private boolean isOurs(Object id) {
        return (id instanceof Number number && number.longValue() == message.getLong("id"))
                || String.valueOf(message.getLong("id")).equals(id); // some write it as text
    }

    private boolean isRequest() {
        return message.containsKey("id") && message.containsKey("method");
    }

    private void complete(HttpClientResponse head, JsonObject result) {
        to(State.ENDED);
        reply.complete(new McpReply(head.getHeader(McpSession.SESSION), result));
    }

    private void fail(Kind kind, String text) {
        if (!isOver()) {
            to(State.ENDED); // first: a reset reports a failure of its own
            reset();
            reply.fail(new McpFault(kind, text));
        }
    }

    private void reset() {
        if (request != null) {
            var unused = request.reset();
        }
    }
}
