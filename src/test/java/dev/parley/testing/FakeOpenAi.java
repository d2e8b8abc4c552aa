package dev.parley.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A real HTTP server that answers {@code POST /v1/chat/completions}, and where other providers are asked, as a test tells
 * it to, faults included.
 *
 * <p>Either script calls ahead: {@link #answerWith} for the next call, {@link #alwaysWith} for all the rest; or take each
 * unscripted call by {@link #nextCall} and lead it step by step from the test's own thread:
 *
 * <pre>{@code
 * FakeOpenAi fake = FakeOpenAi.start(vertx).await(…);
 * FakeTurn turn = fake.nextCall();
 * turn.say("Hel").say("lo").finish();
 * }</pre>
 */
public final class FakeOpenAi {
    private static final int PATIENCE_S = 20;
    private static final Pattern PATHS = Pattern.compile("/v1/(chat/completions|responses|messages)"
            + "|/v1beta/models/[^/]+:streamGenerateContent|/model/[^/]+/converse-stream");

    private final Queue<Consumer<FakeTurn>> scripts = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<FakeTurn> unscripted = new LinkedBlockingQueue<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final HttpServer server;
    private volatile Consumer<FakeTurn> always;

    private FakeOpenAi(Vertx vertx) {
        server = vertx.createHttpServer().requestHandler(this::called);
    }

    public static Future<FakeOpenAi> start(Vertx vertx) {
        FakeOpenAi fake = new FakeOpenAi(vertx);
        return fake.server.listen(0, "127.0.0.1").map(fake);
    }

    public Future<Void> stop() {
        return server.close();
    }

    /** What an assistant's {@code baseUrl} must be. */
    public String baseUrl() {
        return origin() + "/v1";
    }

    /** Where it listens, without a path. */
    public String origin() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** How often it was called, whatever came of it. */
    public int calls() {
        return calls.get();
    }

    /** The next call without a script is answered with these pieces, and finished. */
    public FakeOpenAi answerWith(List<String> pieces) {
        return script(saying(pieces));
    }

    /** Every call without another script is answered with these pieces, and finished. */
    public FakeOpenAi alwaysWith(List<String> pieces) {
        return always(saying(pieces));
    }

    /** Every call without another script goes like this; runs on the server's event loop, so it may not block. */
    public FakeOpenAi always(Consumer<FakeTurn> script) {
        always = script;
        return this;
    }

    /** The next call without a script goes like this; runs on the server's event loop, so it may not block. */
    public FakeOpenAi script(Consumer<FakeTurn> script) {
        scripts.add(script);
        return this;
    }

    /** Waits for a call that has no script. Not for event loops. */
    public FakeTurn nextCall() {
        try {
            FakeTurn turn = unscripted.poll(PATIENCE_S, TimeUnit.SECONDS);
            if (turn == null) {
                throw new AssertionError("nobody called the provider for " + PATIENCE_S + " s");
            }
            return turn;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Consumer<FakeTurn> saying(List<String> pieces) {
        return turn -> {
            pieces.forEach(turn::say);
            turn.finish();
        };
    }

    private void called(HttpServerRequest request) {
        calls.incrementAndGet();
        if (!PATHS.matcher(request.path()).matches()) {
            request.response().setStatusCode(404).end();
            return;
        }
        request.body().onSuccess(body -> {
            FakeTurn turn = new FakeTurn(request, new JsonObject(body));
            Consumer<FakeTurn> script = scripts.poll();
            if (script == null) {
                script = always;
            }
            if (script != null) {
                script.accept(turn);
            } else {
                unscripted.add(turn);
            }
        });
    }
}
