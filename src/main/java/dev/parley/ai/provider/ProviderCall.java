package dev.parley.ai.provider;

import dev.parley.config.AiConfig;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import dev.parley.model.ToolCall;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One step of a turn, in any dialect, over at most three requests.
 *
 * <pre>
 *                ┌──────── after a while ────────┐
 *                ▼                               │
 *  NEW ──► REQUESTING ── no answer, 429, 5xx ──► WAITING      at most twice, never after the first word
 *                │                               ▲
 *                ├─ 200 ──► STREAMING ───────────┘ early end, passing fault, both before the first word
 *                │              ├── the end mark ──► ENDED: done, length, failed, or tool calls
 *                └──────────────┴── other status, fault, early end, silence ──► ENDED: failed
 *  cancel: from any ──► ENDED, without a callback
 * </pre>
 *
 * The sink gets exactly one end. Limits: {@code ai.firstTokenTimeout} for all requests together, {@code ai.idleTimeout}
 * after the first output, 5 s after the model has stopped. Runs on the AI verticle's context.
 */
final class ProviderCall implements AiProvider.Call {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderCall.class);
    private static final String OUT_OF_REACH = "the provider could not be reached";
    private static final TokenUsage NO_USAGE = new TokenUsage(0, 0, false);
    private static final Duration AFTER_STOP_MAX = Duration.ofSeconds(5);
    private static final String NOT_GIVEN = "the model requested a tool that it was not offered";

    private enum State {
        NEW,
        REQUESTING,
        WAITING,
        STREAMING,
        ENDED
    }

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
    private State state = State.NEW;
    private BreakerPass breakerPass;
    private ProviderExchange exchange; // the latest
    private HttpClientResponse response; // null unless STREAMING
    private StreamState streamState = new StreamState(this::onText); // of the latest request
    private int retries;
    private long retryTimer = -1;
    private boolean costs; // whether the provider may be at work on the latest request
    private boolean paused; // the reader does not keep up; may be true in any state

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
        this.idleTimer = new IdleTimer(vertx, this::onSilence);
    }

    void start() {
        long refusedNanos = breaker.enter(System.nanoTime());
        if (refusedNanos > 0) {
            to(State.ENDED);
            long seconds = Duration.ofNanos(refusedNanos).toSeconds() + 1;
            sink.onEnd(
                    EndReason.FAILED,
                    NO_USAGE,
                    "the provider failed several times in a row ; the next request is sent in " + seconds + " s");
            return;
        }
        breakerPass = new BreakerPass(breaker);
        idleTimer.start(config.firstTokenTimeout()); // of all requests together: it is the reader who waits
        to(State.REQUESTING);
    }

    private void to(State next) {
        state = next;
        switch (next) {
            case REQUESTING -> request();
            case ENDED -> close(); // after the state has changed, as a reset reports a failure of its own
            case NEW, WAITING, STREAMING -> {} // driven by a timer or the response
        }
    }

    @Override
    public void cancel() {
        if (state != State.ENDED) {
            breakerPass.onCancel();
            to(State.ENDED);
        }
    }

    @Override
    public void pause() {
        paused = true;
        if (state == State.STREAMING) {
            response.pause();
            idleTimer.stop(); // we do not read, so silence means nothing
        }
    }

    @Override
    public void resume() {
        paused = false;
        if (state == State.STREAMING) {
            idleTimer.start(silenceMax());
            response.resume();
        }
    }

    private Duration silenceMax() {
        Duration idle = config.idleTimeout();
        if (streamState.hasStopped()) {
            return idle.compareTo(AFTER_STOP_MAX) < 0 ? idle : AFTER_STOP_MAX;
        }
        return streamState.hasOutput() ? idle : config.firstTokenTimeout();
    }

    private void request() {
        ProviderRequest request = dialect.target(prompt.assistant(), body);
        exchange = new ProviderExchange(vertx);
        exchange.send(client, request.options(prompt.assistant(), config.connectTimeout()), body, this::onSent)
                .onSuccess(this::onHead)
                .onFailure(this::onNoResponse);
    }

    private void onSent() {
        costs = true;
    }

    private void onNoResponse(Throwable failure) {
        if (state != State.ENDED) {
            costs = false;
            providerLog.failed(OUT_OF_REACH, String.valueOf(failure.getMessage()));
            retry(CallRetry.afterNoConnection(retries), OUT_OF_REACH);
        }
    }

    private void onHead(HttpClientResponse head) {
        if (state == State.ENDED) {
            return;
        }
        if (head.statusCode() == 200 && isStream(head)) {
            stream(head);
            return;
        }
        costs = false;
        if (head.statusCode() < 500) {
            breakerPass.onAnswer();
        }
        exchange.readError(head).onSuccess(text -> onError(head, text));
    }

    private void onError(HttpClientResponse head, String text) {
        if (state == State.ENDED) {
            return;
        }
        int status = head.statusCode();
        ProviderErrorText error =
                status == 200 ? ProviderErrorText.noStream(text) : ProviderErrorText.ofStatus(status, text);
        providerLog.failed(error.text(), text);
        Duration wait = CallRetry.retryAfter(head.getHeader("Retry-After"), Instant.now())
                .orElse(error.waitFor());
        retry(error.passing() ? CallRetry.afterRefusal(wait, retries) : Optional.empty(), error.text());
    }

    /** Some servers name no type for a stream, but those that name one of these do not stream. */
    private static boolean isStream(HttpClientResponse head) {
        String type = String.valueOf(head.getHeader("Content-Type")).toLowerCase(Locale.ROOT);
        return !type.startsWith("application/json") && !type.startsWith("text/html");
    }

    private void retry(Optional<Duration> wait, String otherwise) {
        if (wait.isEmpty()) {
            end(EndReason.FAILED, otherwise);
            return;
        }
        retries++;
        to(State.WAITING);
        retryTimer = vertx.setTimer(Math.max(1, wait.get().toMillis()), id -> to(State.REQUESTING));
    }

    private void stream(HttpClientResponse head) {
        response = head;
        to(State.STREAMING);
        streamState = new StreamState(this::onText);
        ResponseParser parser = dialect.parser(streamState);
        head.handler(bytes -> read(head, () -> parser.feed(bytes.getBytes())));
        head.endHandler(end -> readEnd(head, parser::end));
        head.exceptionHandler(failure -> readEnd(head, parser::cut));
        if (paused) {
            pause();
        }
    }

    private void readEnd(HttpClientResponse head, Runnable end) {
        if (response == head) {
            exchange.onResponseEnd();
            read(head, end);
        }
    }

    private void read(HttpClientResponse head, Runnable part) {
        if (state != State.STREAMING || response != head) { // or the rest of an earlier request
            return;
        }
        long activity = streamState.activity();
        boolean hadOutput = streamState.hasOutput();
        boolean hadStopped = streamState.hasStopped();
        ProviderFault fault = faultOf(part);
        if (streamState.hasOutput()) {
            breakerPass.onAnswer();
        }
        if (fault != null) {
            fail(fault);
        } else if (state == State.ENDED) { // cancelled by the reader of the text
            return;
        } else if (streamState.isDone()) {
            exchange.release(response);
            breakerPass.onAnswer();
            finish();
        } else if (!paused && (streamState.hasStopped() != hadStopped || streamState.hasOutput() != hadOutput)) {
            idleTimer.start(silenceMax());
        } else if (streamState.activity() != activity) {
            idleTimer.restart();
        }
    }

    /** Null when the part could be read. */
    private ProviderFault faultOf(Runnable part) {
        try {
            part.run();
            return null;
        } catch (ProviderFault fault) {
            return fault;
        } catch (RuntimeException | StackOverflowError | LinkageError e) { // a shape that nobody thought of
            LOG.error("The response of the provider of {} could not be read", prompt.assistant(), e);
            return new ProviderFault("the provider's output could not be parsed");
        }
    }

    private void onText(String text) {
        if (state != State.ENDED) {
            sink.onText(text); // which may cancel us
        }
    }

    private void onSilence() {
        if (state != State.STREAMING || !streamState.hasStopped()) {
            fail(new ProviderFault(
                    "the provider sent nothing for " + silenceMax().toSeconds() + " s"));
            return;
        }
        try { // some servers stop and then leave the stream open
            streamState.finish();
            finish();
        } catch (ProviderFault fault) {
            fail(fault);
        }
    }

    private void fail(ProviderFault fault) {
        if (state == State.ENDED) {
            return;
        }
        providerLog.failed(fault.getMessage(), fault.detail());
        costs &= !fault.isReported() || streamState.hasOutput();
        if (fault.isPassing() && !streamState.hasText()) {
            abort();
            retry(CallRetry.afterRefusal(fault.waitFor(), retries), fault.getMessage());
        } else {
            end(EndReason.FAILED, fault.getMessage());
        }
    }

    private void finish() {
        StopReason stop = streamState.stopReason();
        boolean hasCalls =
                stop.reason() == EndReason.DONE && !streamState.tools().isEmpty();
        if (hasCalls && !prompt.tools().isEmpty()) {
            TokenUsage usage = streamState.usage(promptChars);
            to(State.ENDED);
            sink.onToolCalls(
                    streamState.tools().requests(earlierCalls()),
                    usage,
                    streamState.reasoning().stored(prompt.assistant()));
        } else if (hasCalls || stop.forTools()) {
            end(EndReason.FAILED, NOT_GIVEN);
        } else {
            end(stop.reason(), stop.error());
        }
    }

    private Set<String> earlierCalls() {
        return prompt.steps().stream()
                .flatMap(step -> step.calls().stream())
                .map(ToolCall::call)
                .collect(Collectors.toSet());
    }

    private void end(EndReason reason, String error) {
        breakerPass.onEnd();
        to(State.ENDED);
        sink.onEnd(reason, costs ? streamState.usage(promptChars) : NO_USAGE, error);
    }

    private void close() {
        idleTimer.stop();
        vertx.cancelTimer(retryTimer);
        abort();
    }

    private void abort() {
        response = null;
        if (exchange != null) {
            exchange.abort();
        }
    }
}
