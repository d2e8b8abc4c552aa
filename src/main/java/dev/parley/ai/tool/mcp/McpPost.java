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
 * One JSON-RPC message to a server, and its answer: a JSON body, or the one event of a stream that has our id. What else
 * comes on the stream goes to {@code others}. Runs on the server's context.
 *
 * <pre>
 *  ──► ASKING ─► 2xx to no request ───────► over: no answer, none was expected
 *         │ └──► 200 JSON | event stream ─► over: the answer
 *         └────► other status, time-out, broken off, too large ─► over: a fault
 * </pre>
 */
final class McpPost {
    /** Largest answer, in bytes. */
    static final int ANSWER_MAX = 4 << 20;

    private static final long LINGER_MS = 1000; // for a stream to end by itself, so that its connection lives on
    private static final int TEXT_MAX = 2000;
    private static final String JSON = "application/json";

    /** An answer: what a notification gets has no message. */
    record McpReply(String session, JsonObject message) {}

    private final Vertx vertx;
    private final JsonObject message;
    private final Consumer<JsonObject> others;
    private final Promise<McpReply> answer = Promise.promise();
    private HttpClientRequest request; // null before the connection
    private long received;
    private long linger = -1;
    private boolean over;

    private McpPost(Vertx vertx, JsonObject message, Consumer<JsonObject> others) {
        this.vertx = vertx;
        this.message = message;
        this.others = others;
    }

    /** Fails with a {@link McpFault}, also when {@code givenUp} completes. */
    static Future<McpReply> send(
            Vertx vertx,
            HttpClient client,
            RequestOptions options,
            JsonObject message,
            Duration timeout,
            Future<Void> givenUp,
            Consumer<JsonObject> others) {
        McpPost post = new McpPost(vertx, message, others);
        long timer = vertx.setTimer(
                timeout.toMillis(),
                id -> post.fail(Kind.TOO_LATE, "it did not answer within " + timeout.toMillis() / 1000.0 + " s"));
        givenUp.onSuccess(v -> post.fail(Kind.GIVEN_UP, "it is not waited for any more"));
        client.request(options)
                .compose(post::write)
                .onSuccess(post::answered)
                .onFailure(failure -> post.fail(Kind.UNREACHABLE, "it cannot be reached"));
        return post.answer.future().onComplete(ended -> vertx.cancelTimer(timer));
    }

    private Future<HttpClientResponse> write(HttpClientRequest connected) {
        request = connected;
        if (over) {
            reset();
            return Future.failedFuture("over");
        }
        return connected.send(message.toBuffer());
    }

    private void answered(HttpClientResponse head) {
        int status = head.statusCode();
        boolean inSession = request.headers().contains(McpSession.SESSION);
        String type = String.valueOf(head.getHeader("Content-Type")).toLowerCase(Locale.ROOT);
        if (over) {
            return;
        }
        if (!isRequest() && status >= 200 && status < 300) {
            complete(head, null); // whatever stands in it: nothing was asked
            head.exceptionHandler(broken -> {});
            head.handler(bytes -> {
                received += bytes.length();
                if (received > ANSWER_MAX) {
                    reset();
                }
            });
            head.endHandler(end -> vertx.cancelTimer(linger));
            linger = vertx.setTimer(LINGER_MS, id -> reset());
        } else if (status == 202) {
            fail(Kind.AWAY, "it has no answer to a request");
        } else if (status == 200 && type.startsWith("text/event-stream")) {
            stream(head);
        } else if (status == 200 && type.startsWith(JSON)) {
            body(head);
        } else if (inSession && (status == 404 || status == 400)) {
            // 404 says that the session is unknown; some servers say 400. Neither has begun anything.
            fail(Kind.SESSION_GONE, "it answered " + status);
        } else if (status >= 400 && status < 500 && status != 401 && status != 403 && type.startsWith(JSON)) {
            body(head); // perhaps it says why
        } else {
            fail(Kind.AWAY, "it answered " + status);
        }
    }

    private void body(HttpClientResponse head) {
        Buffer body = Buffer.buffer();
        head.handler(bytes -> {
            if (counts(bytes)) {
                body.appendBuffer(bytes);
            }
        });
        head.exceptionHandler(failure -> fail(Kind.AWAY, "its answer broke off"));
        head.endHandler(end -> {
            if (!over) {
                take(head, body.toString());
                fail(
                        Kind.AWAY,
                        head.statusCode() == 200
                                ? "its answer was to something else"
                                : "it answered " + head.statusCode());
            }
        });
    }

    private void stream(HttpClientResponse head) {
        // All bytes are counted before they are parsed, so no event can be larger.
        SseParser events = new SseParser(ANSWER_MAX, () -> new IllegalStateException("not counted"), event -> {
            if (!event.data().isBlank()) { // else it only primes the stream
                take(head, event.data());
            }
            if (over && linger < 0) {
                linger = vertx.setTimer(LINGER_MS, id -> reset());
            }
        });
        head.handler(bytes -> {
            if (!over && counts(bytes)) {
                events.feed(bytes.getBytes());
            }
        });
        head.exceptionHandler(failure -> fail(Kind.AWAY, "its answer broke off"));
        head.endHandler(end -> {
            vertx.cancelTimer(linger);
            fail(Kind.AWAY, "its answer broke off");
        });
    }

    private boolean counts(Buffer bytes) {
        received += bytes.length();
        if (received > ANSWER_MAX) {
            fail(Kind.REFUSED, "its answer is larger than " + ANSWER_MAX + " bytes");
        }
        return !over;
    }

    private void take(HttpClientResponse head, String text) {
        if (over) {
            return;
        }
        JsonObject said;
        try {
            said = new JsonObject(text);
        } catch (DecodeException | ClassCastException e) {
            fail(Kind.AWAY, "its answer is not JSON-RPC");
            return;
        }
        Object id = said.getValue("id");
        boolean isRefusal = head.statusCode() != 200 && id == null; // of what it could not read
        boolean isOurs = isRequest() && (isOurs(id) || isRefusal) && !said.containsKey("method");
        if (!isOurs) {
            others.accept(said);
        } else if (said.getValue("error") instanceof JsonObject error) {
            fail(Kind.REFUSED, Excerpt.of(String.valueOf(error.getValue("message")), TEXT_MAX));
        } else if (said.getValue("result") instanceof JsonObject result) {
            complete(head, result);
        } else {
            fail(Kind.AWAY, "its answer is not JSON-RPC");
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
        over = true;
        answer.complete(new McpReply(head.getHeader(McpSession.SESSION), result));
    }

    private void fail(Kind kind, String text) {
        if (!over) {
            over = true;
            reset();
            answer.fail(new McpFault(kind, text));
        }
    }

    private void reset() {
        if (request != null) {
            var unused = request.reset();
        }
    }
}
