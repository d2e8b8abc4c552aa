package dev.parley.ai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.ai.ScriptedProvider.Started;
import dev.parley.bus.Bus;
import dev.parley.bus.Exchange;
import dev.parley.bus.Refusal;
import dev.parley.config.AiConfig;
import dev.parley.protocol.Addresses;
import dev.parley.protocol.AiCommand;
import dev.parley.protocol.AiReply;
import dev.parley.protocol.AiReply.Reason;
import dev.parley.protocol.Code;
import dev.parley.protocol.Turn;
import dev.parley.store.Store;
import dev.parley.testing.TestStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The reply chain over a real bus: the test is the room. */
@ExtendWith(VertxExtension.class)
@Timeout(40)
class AiVerticleTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final ScriptedProvider provider = new ScriptedProvider();
    private final BlockingQueue<String> observed = new LinkedBlockingQueue<>();
    private Vertx vertx;
    private Bus bus;
    private Context context;
    private String deployment;

    @BeforeEach
    void start(Vertx vertx) {
        this.vertx = vertx;
        this.bus = new Bus(vertx, Addresses.FAMILIES);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private void deploy(AiConfig config, Store store) throws Exception {
        AiObserver observer = new AiObserver() {
            @Override
            public void started(String assistant) {
                observed.add("started");
            }

            @Override
            public void ended(String assistant, Reason reason, AiReply.Usage usage, Duration took) {
                observed.add(reason.text());
            }

            @Override
            public void refused(String assistant) {
                observed.add("refused");
            }
        };
        AiVerticle verticle = new AiVerticle(
                bus,
                store,
                config,
                List.of(Samples.builtin(Duration.ZERO)),
                Map.of("builtin", (prompt, sink) -> {
                    context = vertx.getOrCreateContext();
                    return provider.start(prompt, sink);
                }),
                observer);
        deployment = await(vertx.deployVerticle(verticle));
    }

    private void deploy(Duration heartbeat, Duration pull, Duration total) throws Exception {
        deploy(
                Samples.with(heartbeat, pull, total, 10, 40, 2),
                TestStore.withMessages(vertx, "general", "one", "two", "three"));
    }

    private Future<Exchange<AiReply, AiCommand>> ask() {
        return ask("assistant");
    }

    private Future<Exchange<AiReply, AiCommand>> ask(String assistant) {
        Turn turn = new Turn("general", "t1", assistant, 1, 2, Samples.ANN);
        return bus.converse(Addresses.AI, new AiCommand.Ask(turn, "two"), LONG);
    }

    private static Future<Exchange<AiReply, AiCommand>> next(Exchange<AiReply, AiCommand> reply) {
        return reply.answerAndWait(new AiCommand.Next(), LONG);
    }

    /** On the provider's context, as providers speak. */
    @CanIgnoreReturnValue
    private AiVerticleTest speak(Runnable what) throws Exception {
        Promise<Void> done = Promise.promise();
        context.runOnContext(go -> {
            what.run();
            done.complete();
        });
        await(done.future());
        return this;
    }

    private static String chunk(Exchange<AiReply, AiCommand> reply) {
        return ((AiReply.Chunk) reply.body()).text();
    }

    private static AiReply.End end(String text, Reason reason, String error) {
        return new AiReply.End(text, reason, null, error);
    }

    private static Code refusal(Future<?> asked) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> await(asked));
        return Code.of((Refusal) failure.getCause());
    }

    private String observed() throws InterruptedException {
        return observed.poll(20, TimeUnit.SECONDS);
    }

    @Test
    void theProviderSeesTheRoomUpToThePrompt() throws Exception {
        deploy(LONG, LONG, LONG);
        var reply = ask();
        Started call = provider.next();
        assertEquals("two", call.prompt.text());
        assertEquals(Samples.ANN, call.prompt.asker());
        assertEquals(
                List.of("one", "two"),
                call.prompt.history().stream().map(Line::text).toList());
        speak(() -> call.sink.ended(Reason.DONE, new AiReply.Usage(1, 2, false), null));
        assertEquals(
                new AiReply.End("", Reason.DONE, new AiReply.Usage(1, 2, false), null),
                await(reply).body());
    }

    @Test
    void whatIsSaidBetweenTwoPullsIsOneChunkAndTheEndIsTheLast() throws Exception {
        deploy(LONG, LONG, LONG);
        var first = ask();
        Started call = provider.next();
        speak(() -> call.sink.said("a"));
        assertEquals("a", chunk(await(first)));
        speak(() -> call.sink.said("b")).speak(() -> call.sink.said("c"));
        var second = await(next(await(first)));
        assertEquals("bc", chunk(second));
        speak(() -> call.sink.said("d")).speak(() -> call.sink.ended(Reason.DONE, null, null));
        assertEquals(end("d", Reason.DONE, null), await(next(second)).body());
        assertEquals(List.of("started", "done"), List.of(observed(), observed()));
        assertTrue(call.told.isEmpty());
    }

    @Test
    void aSilentModelIsNoDeadNode() throws Exception {
        deploy(SHORT, LONG, LONG);
        var first = await(ask());
        assertEquals("", chunk(first));
        var second = await(next(first));
        assertEquals("", chunk(second));
        Started call = provider.next();
        speak(() -> call.sink.said("a"));
        assertEquals("a", chunk(await(next(second))));
    }

    @Test
    void textDoesNotWaitForTheHeartbeat() throws Exception {
        deploy(LONG, LONG, LONG);
        var reply = ask();
        Started call = provider.next();
        long since = System.nanoTime();
        speak(() -> call.sink.said("a"));
        assertEquals("a", chunk(await(reply)));
        assertTrue(System.nanoTime() - since < LONG.toNanos() / 4);
    }

    @Test
    void stopCancelsTheProviderAndIsNotAnswered() throws Exception {
        deploy(LONG, LONG, LONG);
        var reply = ask();
        Started call = provider.next();
        speak(() -> call.sink.said("a"));
        await(reply).answer(new AiCommand.Stop());
        assertEquals("cancel", call.told());
        assertEquals(List.of("started", "cancelled"), List.of(observed(), observed()));
    }

    @Test
    void aRefusedReplyCancelsTheProvider() throws Exception {
        deploy(LONG, LONG, LONG);
        var reply = ask();
        Started call = provider.next();
        speak(() -> call.sink.said("a"));
        await(reply).refuse(Code.UNAVAILABLE.refuse("moving"));
        assertEquals("cancel", call.told());
    }

    @Test
    void aRoomThatDoesNotPullCancelsTheProvider() throws Exception {
        deploy(LONG, SHORT, LONG);
        var reply = ask();
        Started call = provider.next();
        speak(() -> call.sink.said("a"));
        assertEquals("a", chunk(await(reply)));
        assertEquals("cancel", call.told());
        assertEquals(List.of("started", "cancelled"), List.of(observed(), observed()));
    }

    @Test
    void unreadTextPausesTheProviderUntilItIsPulled() throws Exception {
        deploy(LONG, LONG, LONG);
        var reply = ask();
        Started call = provider.next();
        speak(() -> call.sink.said("a"));
        var first = await(reply);
        speak(() -> call.sink.said("1234567890"));
        assertTrue(call.told.isEmpty()); // full is more than 10
        speak(() -> call.sink.said("1"));
        assertEquals("pause", call.told());
        var second = next(first);
        assertEquals("12345678901", chunk(await(second)));
        assertEquals("resume", call.told());
    }

    @Test
    void anAnswerThatIsTooLongEndsThere() throws Exception {
        deploy(LONG, LONG, LONG);
        var reply = ask();
        Started call = provider.next();
        speak(() -> call.sink.said("x".repeat(37) + "😀"));
        assertEquals(end("x".repeat(37), Reason.LENGTH, null), await(reply).body());
        assertEquals("cancel", call.told());
        speak(() -> call.sink.ended(Reason.DONE, null, null));
        assertEquals(List.of("started", "length"), List.of(observed(), observed()));
        assertTrue(observed.isEmpty());
    }

    @Test
    void anAnswerThatTakesTooLongFailsWithWhatWasSaid() throws Exception {
        deploy(LONG, LONG, Duration.ofMillis(1500));
        var reply = ask();
        Started call = provider.next();
        speak(() -> call.sink.said("a"));
        var first = await(reply);
        speak(() -> call.sink.said("b"));
        assertEquals("cancel", call.told());
        assertEquals(
                end("b", Reason.FAILED, "the answer took longer than 1 s"),
                await(next(first)).body());
    }

    @Test
    void anUnknownAssistantIsRefused() throws Exception {
        deploy(LONG, LONG, LONG);
        assertEquals(Code.NOT_FOUND, refusal(ask("nobody")));
    }

    @Test
    void aChainBeginsWithAsk() throws Exception {
        deploy(LONG, LONG, LONG);
        assertEquals(Code.BAD_FRAME, refusal(bus.request(Addresses.AI, new AiCommand.Next(), LONG)));
    }

    @Test
    void tooManyAnswersAreRefusedUntilOneEnds() throws Exception {
        deploy(LONG, LONG, LONG);
        var first = ask();
        Started call = provider.next();
        var second = ask();
        Started other = provider.next();
        assertEquals(Code.OVERLOADED, refusal(ask()));
        speak(() -> call.sink.ended(Reason.DONE, null, null));
        assertEquals(end("", Reason.DONE, null), await(first).body());
        var third = ask();
        assertEquals("two", provider.next().prompt.text());
        assertFalse(second.isComplete() || third.isComplete() || !other.told.isEmpty());
    }

    @Test
    void aHistoryThatCannotBeReadIsAFailure() throws Exception {
        deploy(Samples.config(), TestStore.away(vertx));
        assertEquals(
                end("", Reason.FAILED, "the room's history could not be read"),
                await(ask()).body());
        assertFalse(provider.wasAsked());
    }

    @Test
    void aStoppingNodeTellsTheRoomAtOnce() throws Exception {
        deploy(LONG, LONG, LONG);
        var waiting = ask();
        Started call = provider.next();
        var pulled = ask();
        Started other = provider.next();
        speak(() -> other.sink.said("a"));
        var first = await(pulled);
        var gone = vertx.undeploy(deployment);
        assertEquals("cancel", call.told());
        assertEquals("cancel", other.told());
        assertEquals(Code.UNAVAILABLE, refusal(waiting));
        assertEquals(Code.UNAVAILABLE, refusal(next(first)));
        await(gone);
        assertEquals(List.of("started", "started", "cancelled", "cancelled"), List.copyOf(observed));
    }

    @Test
    void aRoomThatDoesNotPullHoldsNoStopUp() throws Exception {
        deploy(SHORT, LONG, LONG);
        assertEquals("", chunk(await(ask())));
        await(vertx.undeploy(deployment).timeout(LONG.toSeconds() / 4, TimeUnit.SECONDS));
    }

    @Test
    void anAssistantWithoutAProviderDoesNotStart() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new AiVerticle(
                        bus,
                        TestStore.open(vertx),
                        Samples.config(),
                        List.of(Samples.builtin(Duration.ZERO)),
                        Map.of(),
                        AiObserver.NONE));
    }
}
