package dev.parley.ai.openai;

import dev.parley.ai.AiProvider;
import dev.parley.config.AiConfig;
import dev.parley.protocol.AiReply.Reason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer of a provider, over at most three requests.
 *
 * <pre>
 *          ┌──────── after a while ────────┐
 *          ▼                               │
 *  ──► ASKING ── no answer, 429, 5xx ──► WAITING      at most twice, never after the first output
 *          │                               │
 *          ├─ 200 ─► STREAMING ── [DONE] after a finish reason ──► over: done, length, failed
 *          │             │
 *          └─────────────┴── other status, fault, early end, silence ──► over: failed
 *  cancel: from any ──► over, saying nothing
 * </pre>
 *
 * {@code over} is set before the request is reset, as resetting reports a failure of its own.
 */
final class OpenAiCall implements AiProvider.Call {
    private static final Logger log = LoggerFactory.getLogger(OpenAiCall.class);
    private static final int MOST_EVENT_BYTES = 1 << 20;
    private static final String OUT_OF_REACH = "the provider could not be reached";

    private final Vertx vertx;
    private final HttpClient client;
    private final AiConfig config;
    private final AiProvider.Sink sink;
    private final RequestOptions options;
    private final ChatRequest chat;
    private final ProviderLog providerLog;
    private final Completion completion = new Completion();
    private final Silence silence;
    private int repeats;
    private long waitTimer = -1;
    private HttpClientRequest request; // the latest; null before the first connection
    private HttpClientResponse response; // the one that streams
    private boolean paused;
    private boolean over;

    OpenAiCall(Vertx vertx, HttpClient client, AiConfig config, AiProvider.Prompt prompt, AiProvider.Sink sink) {
        this.vertx = vertx;
        this.client = client;
        this.config = config;
        this.sink = sink;
        this.chat = ChatRequest.of(prompt);
        this.options = Endpoint.of(prompt.assistant(), config);
        this.providerLog = new ProviderLog(log, prompt.assistant());
        this.silence = new Silence(vertx, this::tooSilent);
    }

    void begin() {
        silence.allow(config.firstTokenTimeout()); // of all requests together: it is the reader who waits
        ask();
    }

    @Override
    public void cancel() {
        if (!over) {
            close();
        }
    }

    @Override
    public void pause() {
        paused = true;
        if (response != null && !over) {
            response.pause();
            silence.end(); // it is we who do not listen
        }
    }

    @Override
    public void resume() {
        paused = false;
        if (response != null && !over) {
            silence.allow(completion.hasBegun() ? config.idleTimeout() : config.firstTokenTimeout());
            response.resume();
        }
    }

    private void ask() {
        client.request(options).compose(this::send).onSuccess(this::answered).onFailure(this::unanswered);
    }

    private Future<HttpClientResponse> send(HttpClientRequest connected) {
        request = connected;
        if (over) {
            return connected.reset().compose(reset -> Future.failedFuture("cancelled"));
        }
        return connected.send(chat.body());
    }

    private void unanswered(Throwable failure) {
        if (!over) {
            providerLog.failed(OUT_OF_REACH, String.valueOf(failure.getMessage()));
            again(Retry.afterNoConnection(repeats), OUT_OF_REACH);
        }
    }

    private void answered(HttpClientResponse head) {
        if (over) {
            return;
        }
        if (head.statusCode() == 200 && Endpoint.streams(head)) {
            stream(head);
            return;
        }
        providerLog.record(head);
        Linger.after(vertx, request, head);
        request = null; // what is left of it is no more ours
        int status = head.statusCode();
        again(Retry.afterStatus(status, head.getHeader("Retry-After"), Instant.now(), repeats), StatusText.of(status));
    }

    private void again(Optional<Duration> wait, String otherwise) {
        if (wait.isEmpty()) {
            end(Reason.FAILED, otherwise);
            return;
        }
        repeats++;
        waitTimer = vertx.setTimer(Math.max(1, wait.get().toMillis()), id -> ask());
    }

    private void stream(HttpClientResponse head) {
        response = head;
        SseParser parser = new SseParser(MOST_EVENT_BYTES, this::event);
        head.handler(bytes -> feed(parser, bytes));
        head.endHandler(end -> endedEarly());
        head.exceptionHandler(failure -> endedEarly());
        if (paused) {
            pause();
        }
    }

    private void feed(SseParser parser, Buffer bytes) {
        if (over) {
            return;
        }
        try {
            parser.feed(bytes.getBytes());
        } catch (ProviderFault fault) {
            fail(fault);
        }
    }

    private void event(SseEvent event) {
        if (over) {
            return;
        }
        boolean hadBegun = completion.hasBegun();
        String text = completion.read(event);
        if (completion.hasBegun() && !paused) {
            if (hadBegun) {
                silence.heard();
            } else {
                silence.allow(config.idleTimeout());
            }
        }
        if (!text.isEmpty()) {
            sink.said(text); // which may cancel us
        }
        if (completion.isDone() && !over) {
            Linger.after(vertx, request, response);
            request = null;
            end(completion.reason(), completion.error());
        }
    }

    private void endedEarly() {
        fail(new ProviderFault(Completion.ENDED_EARLY));
    }

    private void tooSilent() {
        Duration limit = completion.hasBegun() ? config.idleTimeout() : config.firstTokenTimeout();
        fail(new ProviderFault("the provider said nothing for " + limit.toSeconds() + " s"));
    }

    private void fail(ProviderFault fault) {
        if (!over) {
            providerLog.failed(fault.getMessage(), fault.detail());
            end(Reason.FAILED, fault.getMessage());
        }
    }

    private void end(Reason reason, String error) {
        close();
        sink.ended(reason, completion.usage(chat.chars()), error);
    }

    private void close() {
        over = true;
        silence.end();
        vertx.cancelTimer(waitTimer);
        if (request != null) {
            request.reset().onFailure(gone -> log.trace("It had ended already", gone));
        }
    }
}
