package dev.parley.ai.provider;

import dev.parley.config.AiConfig;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import dev.parley.model.ToolCall;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One round of an answer, in any dialect, over at most three requests.
 *
 * <pre>
 *          ┌──────── after a while ────────┐
 *          ▼                               │
 *  ──► ASKING ── no answer, 429, 5xx ──► WAITING      at most twice, never after the first word
 *          │                               ▲
 *          ├─ 200 ─► STREAMING ── early end, passing fault, both before the first word
 *          │             │
 *          │             ├── the end mark ──► over: done, length, failed, or tools are asked for
 *          └─────────────┴── other status, fault, early end, silence ──► over: failed
 *  cancel: from any ──► over, saying nothing
 * </pre>
 *
 * The provider's {@link Breaker} is told once how it went: it lives with its first output or any answer below 500, it
 * failed when the call ends without.
 *
 * <p>{@code over} is set before the request is reset, as resetting reports a failure of its own.
 */
final class ProviderCall implements AiProvider.Call {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderCall.class);
    private static final String OUT_OF_REACH = "the provider could not be reached";
    private static final TokenUsage NOTHING = new TokenUsage(0, 0, false);
    private static final Duration AFTER_THE_STOP = Duration.ofSeconds(5);
    private static final String NOT_GIVEN = "the model asked for a tool that it was not given";

    private final Vertx vertx;
    private final HttpClient client;
    private final AiConfig config;
    private final Dialect dialect;
    private final AiProvider.Prompt prompt;
    private final AiProvider.Sink sink;
    private final Buffer body;
    private final long promptChars;
    private final ProviderLog providerLog;
    private final Breaker breaker;
    private final IdleTimer idleTimer;
    private StreamState streamState = new StreamState(this::said); // of the latest request
    private int repeats;
    private long waitTimer = -1;
    private HttpClientRequest request; // the latest; null before the first connection
    private HttpClientResponse response; // the one that streams
    private boolean probes;
    private boolean lives; // the provider answered, be it with a refusal
    private boolean costs; // the provider may be at work on the latest request
    private boolean paused;
    private boolean over;

    ProviderCall(
            Vertx vertx,
            HttpClient client,
            AiConfig config,
            Dialect dialect,
            Breaker breaker,
            AiProvider.Prompt prompt,
            AiProvider.Sink sink) {
        this.vertx = vertx;
        this.client = client;
        this.config = config;
        this.dialect = dialect;
        this.breaker = breaker;
        this.prompt = prompt;
        this.sink = sink;
        Conversation conversation = Conversation.of(prompt);
        this.body = RequestBody.of(dialect.body(conversation), prompt.assistant());
        this.promptChars = conversation.chars();
        this.providerLog = new ProviderLog(LOG, prompt.assistant());
        this.idleTimer = new IdleTimer(vertx, this::tooSilent);
    }

    void begin() {
        long refusedNanos = breaker.enter(System.nanoTime());
        if (refusedNanos > 0) {
            over = true;
            long seconds = Duration.ofNanos(refusedNanos).toSeconds() + 1;
            sink.onEnd(
                    EndReason.FAILED,
                    NOTHING,
                    "the provider failed several times in a row and is asked again in " + seconds + " s");
            return;
        }
        probes = breaker.isProbing();
        idleTimer.start(config.firstTokenTimeout()); // of all requests together: it is the reader who waits
        ask();
    }

    @Override
    public void cancel() {
        if (over) {
            return;
        }
        if (probes && !lives) {
            breaker.onCancel(System.nanoTime());
        }
        close();
    }

    @Override
    public void pause() {
        paused = true;
        if (response != null && !over) {
            response.pause();
            idleTimer.stop(); // it is we who do not listen
        }
    }

    @Override
    public void resume() {
        paused = false;
        if (response != null && !over) {
            idleTimer.start(limit());
            response.resume();
        }
    }

    private Duration limit() {
        Duration idle = config.idleTimeout();
        if (streamState.hasStopped()) {
            return idle.compareTo(AFTER_THE_STOP) < 0 ? idle : AFTER_THE_STOP;
        }
        return streamState.hasOutput() ? idle : config.firstTokenTimeout();
    }

    private void ask() {
        client.request(options()).compose(this::send).onSuccess(this::answered).onFailure(this::unanswered);
    }

    private RequestOptions options() {
        ProviderRequest providerRequest = dialect.target(prompt.assistant(), body);
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(providerRequest.url())
                .setFollowRedirects(false) // the key goes nowhere else
                .setConnectTimeout(config.connectTimeout().toMillis())
                .putHeader("Content-Type", "application/json");
        providerRequest.headers().forEach(options::putHeader);
        prompt.assistant().headers().forEach(options::putHeader);
        return options;
    }

    private Future<HttpClientResponse> send(HttpClientRequest connected) {
        request = connected;
        if (over) {
            return connected.reset().compose(reset -> Future.failedFuture("cancelled"));
        }
        costs = true;
        return connected.send(body);
    }

    private void unanswered(Throwable failure) {
        if (!over) {
            costs = false;
            providerLog.failed(OUT_OF_REACH, String.valueOf(failure.getMessage()));
            again(CallRetry.afterNoConnection(repeats), OUT_OF_REACH);
        }
    }

    private void answered(HttpClientResponse head) {
        if (over) {
            return;
        }
        if (head.statusCode() == 200 && streams(head)) {
            stream(head);
            return;
        }
        costs = false;
        if (head.statusCode() < 500) {
            lives();
        }
        RefusalBody.read(vertx, request, head, text -> refused(head, text));
    }

    private void refused(HttpClientResponse head, String text) {
        if (over) {
            return;
        }
        request = null; // it has ended
        int status = head.statusCode();
        ProviderErrorText providerErrorText =
                status == 200 ? ProviderErrorText.noStream(text) : ProviderErrorText.ofStatus(status, text);
        providerLog.failed(providerErrorText.text(), text);
        Duration asked = CallRetry.retryAfter(head.getHeader("Retry-After"), Instant.now())
                .orElse(providerErrorText.asked());
        again(
                providerErrorText.passing() ? CallRetry.afterRefusal(asked, repeats) : Optional.empty(),
                providerErrorText.text());
    }

    /** Some servers name no type for a stream, but those that name one of these do not stream. */
    private static boolean streams(HttpClientResponse head) {
        String type = String.valueOf(head.getHeader("Content-Type")).toLowerCase(Locale.ROOT);
        return !type.startsWith("application/json") && !type.startsWith("text/html");
    }

    /** A key that is refused or a limit that is reached is no reason to leave it alone. */
    private void lives() {
        if (!lives) {
            lives = true;
            breaker.onSuccess();
        }
    }

    private void again(Optional<Duration> wait, String otherwise) {
        if (wait.isEmpty()) {
            end(EndReason.FAILED, otherwise);
            return;
        }
        repeats++;
        waitTimer = vertx.setTimer(Math.max(1, wait.get().toMillis()), id -> ask());
    }

    private void stream(HttpClientResponse head) {
        response = head;
        streamState = new StreamState(this::said);
        ResponseParser parser = dialect.parser(streamState);
        head.handler(bytes -> read(head, () -> parser.feed(bytes.getBytes())));
        head.endHandler(end -> cut(head, parser::end));
        head.exceptionHandler(failure -> cut(head, parser::cut));
        if (paused) {
            pause();
        }
    }

    private void cut(HttpClientResponse head, Runnable end) {
        if (response == head) {
            request = null; // nothing is left to be reset or waited for
            read(head, end);
        }
    }

    private void read(HttpClientResponse head, Runnable part) {
        if (over || response != head) { // or what is left of an earlier request
            return;
        }
        long before = streamState.activity();
        boolean hadBegun = streamState.hasOutput();
        boolean hadLastWord = streamState.hasStopped();
        try {
            part.run();
        } catch (ProviderFault fault) {
            if (streamState.hasOutput()) {
                lives();
            }
            fail(fault);
            return;
        } catch (RuntimeException | StackOverflowError | LinkageError e) { // a shape that nobody thought of
            LOG.error("What the provider of {} said could not be read", prompt.assistant(), e);
            fail(new ProviderFault("the provider sent something that could not be read"));
            return;
        }
        if (streamState.hasOutput()) {
            lives();
        }
        if (over) { // cancelled by what was said
            return;
        }
        if (streamState.isDone()) {
            if (request != null) {
                KeepAlive.after(vertx, request, response);
                request = null;
            }
            lives();
            finish();
        } else if (!paused && !hadLastWord && streamState.hasStopped()) {
            idleTimer.start(limit());
        } else if (!paused && !hadBegun && streamState.hasOutput()) {
            idleTimer.start(limit());
        } else if (streamState.activity() != before) {
            idleTimer.restart();
        }
    }

    private void said(String text) {
        if (!over) {
            sink.onText(text); // which may cancel us
        }
    }

    private void tooSilent() {
        if (over || response == null || !streamState.hasStopped()) {
            fail(silence());
            return;
        }
        try { // some servers stop and then leave the stream open
            streamState.finish();
            finish();
        } catch (ProviderFault fault) {
            fail(fault);
        }
    }

    private ProviderFault silence() {
        return new ProviderFault("the provider said nothing for " + limit().toSeconds() + " s");
    }

    private void fail(ProviderFault fault) {
        if (over) {
            return;
        }
        providerLog.failed(fault.getMessage(), fault.detail());
        costs &= !fault.isReported() || streamState.hasOutput();
        if (fault.isPassing() && !streamState.hasText()) {
            drop();
            again(CallRetry.afterRefusal(fault.waitFor(), repeats), fault.getMessage());
        } else {
            end(EndReason.FAILED, fault.getMessage());
        }
    }

    private void finish() {
        StopReason stopReason = streamState.stop();
        boolean asks =
                stopReason.reason() == EndReason.DONE && !streamState.tools().isEmpty();
        if (asks && !prompt.tools().isEmpty()) {
            TokenUsage usage = streamState.usage(promptChars);
            close();
            sink.onToolCalls(
                    streamState.tools().requests(earlierCalls()),
                    usage,
                    streamState.reasoning().stored(prompt.assistant()));
        } else if (asks || stopReason.forTools()) {
            end(EndReason.FAILED, NOT_GIVEN);
        } else {
            end(stopReason.reason(), stopReason.error());
        }
    }

    private Set<String> earlierCalls() {
        return prompt.steps().stream()
                .flatMap(step -> step.calls().stream())
                .map(ToolCall::call)
                .collect(Collectors.toSet());
    }

    private void end(EndReason reason, String error) {
        if (!lives) {
            breaker.onFailure(System.nanoTime());
        }
        close();
        sink.onEnd(reason, costs ? streamState.usage(promptChars) : NOTHING, error);
    }

    private void close() {
        over = true;
        idleTimer.stop();
        vertx.cancelTimer(waitTimer);
        drop();
    }

    private void drop() {
        response = null;
        if (request != null) {
            request.reset().onFailure(gone -> LOG.trace("It had ended already", gone));
            request = null;
        }
    }
}
