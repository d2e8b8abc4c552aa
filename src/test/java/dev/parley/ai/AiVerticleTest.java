package dev.parley.ai;

import static dev.parley.testing.Futures.await;
import static dev.parley.testing.Futures.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.ai.ScriptedProvider.Started;
import dev.parley.ai.history.ChatLine;
import dev.parley.ai.provider.AiProvider;
import dev.parley.ai.provider.AiProvider.ToolRequest;
import dev.parley.ai.tool.PatchStateTool;
import dev.parley.ai.tool.ReadStateTool;
import dev.parley.ai.tool.Tool;
import dev.parley.ai.tool.Toolbox;
import dev.parley.ai.turn.Engine;
import dev.parley.bus.Bus;
import dev.parley.bus.Exchange;
import dev.parley.config.AiConfig;
import dev.parley.config.AssistantConfig;
import dev.parley.config.ToolsConfig;
import dev.parley.messages.Addresses;
import dev.parley.messages.AiCommand;
import dev.parley.messages.AiReply;
import dev.parley.model.Code;
import dev.parley.model.EndReason;
import dev.parley.model.Refusal;
import dev.parley.model.StateAccess;
import dev.parley.model.TokenUsage;
import dev.parley.model.ToolCall;
import dev.parley.model.ToolCall.State;
import dev.parley.model.Turn;
import dev.parley.model.TurnStep;
import dev.parley.store.Store;
import dev.parley.testing.TestStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
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

    private static final String NODE = "n1";

    private final List<AssistantConfig> assistants = new ArrayList<>(List.of(Samples.builtin(Duration.ZERO)));
    private final List<Tool> tools = new ArrayList<>();
    private Toolbox toolbox = () -> tools;
    private List<TurnStep> steps = List.of();
    private StateAccess stateAccess = StateAccess.NONE;
    private final ScriptedProvider provider = new ScriptedProvider();
    private final BlockingQueue<String> observed = new LinkedBlockingQueue<>();
    private Vertx vertx;
    private Bus bus;
    private Context context;
    private String deployment;
    private boolean model;

    @BeforeEach
    void start(Vertx vertx) {
        this.vertx = vertx;
        this.bus = new Bus(vertx, Addresses.FAMILIES);
    }

    private void deploy(AiConfig config, Store store) throws Exception {
        AiObserver observer = new AiObserver() {
            @Override
            public void onStart(String assistant) {
                observed.add("started");
            }

            @Override
            public void onEnd(String assistant, EndReason reason, TokenUsage usage, Duration took) {
                observed.add(reason.text());
            }

            @Override
            public void onWaiting(String assistant) {
                observed.add("held");
            }

            @Override
            public void onRefused(String assistant) {
                observed.add("refused");
            }
        };
        Engine engine = new Engine(
                config,
                assistants,
                Map.of("builtin", new AiProvider() {
                    @Override
                    public Call start(Prompt prompt, Sink sink) {
                        context = vertx.getOrCreateContext();
                        return provider.start(prompt, sink);
                    }

                    @Override
                    public boolean isModel() {
                        return model;
                    }
                }),
                toolbox);
        deployment = await(vertx.deployVerticle(new AiVerticle(
                bus, NODE, store.history(), engine, (chatLines, bytes) -> "told of " + chatLines.size(), observer)));
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
        Turn turn = new Turn("general", "t1", assistant, 1, 2, Samples.ANN, 0);
        return bus.converse(Addresses.ai(NODE), new AiCommand.Ask(turn, "two", 2, false, steps, stateAccess), LONG);
    }

    private static Future<Exchange<AiReply, AiCommand>> next(Exchange<AiReply, AiCommand> reply) {
        return reply.replyAndWait(new AiCommand.Next(), LONG);
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

    private static AiReply.End end(String text, EndReason reason, String error) {
        return new AiReply.End(text, reason, null, error);
    }

    private static Code refusal(Future<?> asked) {
        return ((Refusal) failure(asked)).code();
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
                call.prompt.history().stream().map(ChatLine::text).toList());
        speak(() -> call.sink.onEnd(EndReason.DONE, new TokenUsage(1, 2, false), null));
        assertEquals(
                new AiReply.End("", EndReason.DONE, new TokenUsage(1, 2, false), null),
                await(reply).body());
    }

    /** So that the room can estimate what it took if it is cut short. */
    @Test
    void aModelCallStartsWithItsEstimatedInputTokens() throws Exception {
        model = true;
        deploy(LONG, LONG, LONG);
        var reply = await(ask());
        int letters = "onetwo".length();
        assertEquals(new AiReply.StepStarted((letters + 3) / 4), reply.body());
        Started call = provider.next();
        speak(() -> call.sink.onText("a"));
        assertEquals("a", chunk(await(next(reply))));
    }

    @Test
    void aModelGetsASummaryOfTheMessagesBeforeItsHistory() throws Exception {
        model = true;
        deploy(Samples.context(2, 10, LONG), TestStore.withMessages(vertx, "general", "a", "b", "c", "two", "e"));
        var reply = bus.<AiCommand, AiReply>converse(
                Addresses.ai(NODE),
                new AiCommand.Ask(
                        new Turn("general", "t", "assistant", 1, 4, Samples.ANN, 0),
                        "two",
                        4,
                        false,
                        steps,
                        stateAccess),
                LONG);
        Started call = provider.next();
        assertEquals(
                List.of("c", "two"),
                call.prompt.history().stream().map(ChatLine::text).toList());
        assertEquals("told of 2", call.prompt.earlier());
        assertEquals(AiReply.StepStarted.class, await(reply).body().getClass());
    }

    @Test
    void textBetweenTwoPullsIsOneChunkAndTheEndComesLast() throws Exception {
        deploy(LONG, LONG, LONG);
        var first = ask();
        Started call = provider.next();
        speak(() -> call.sink.onText("a"));
        assertEquals("a", chunk(await(first)));
        speak(() -> call.sink.onText("b")).speak(() -> call.sink.onText("c"));
        var second = await(next(await(first)));
        assertEquals("bc", chunk(second));
        speak(() -> call.sink.onText("d")).speak(() -> call.sink.onEnd(EndReason.DONE, null, null));
        assertEquals(end("d", EndReason.DONE, null), await(next(second)).body());
        assertEquals(List.of("started", "done"), List.of(observed(), observed()));
        assertTrue(call.told.isEmpty());
    }

    @Test
    void aSilentModelSendsAnEmptyChunkEveryHeartbeat() throws Exception {
        deploy(SHORT, LONG, LONG);
        var first = await(ask());
        assertEquals("", chunk(first));
        var second = await(next(first));
        assertEquals("", chunk(second));
        Started call = provider.next();
        speak(() -> call.sink.onText("a"));
        assertEquals("a", chunk(await(next(second))));
    }

    @Test
    void aHistoryThatIsReadSlowlySendsAnEmptyChunkEveryHeartbeat() throws Exception {
        Store store = TestStore.withMessages(vertx, "general", "one", "two");
        Promise<Void> read = Promise.promise();
        Store slow = (Store) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(store, arguments);
                    boolean isHistory = method.getName().equals("messagesBefore");
                    return isHistory ? read.future().compose(done -> (Future<?>) result) : result;
                });
        deploy(Samples.with(SHORT, LONG, LONG, 10, 40, 2), slow);
        var first = await(ask());
        assertEquals("", chunk(first));
        var second = await(next(first));
        assertEquals("", chunk(second));
        read.complete();
        Started call = provider.next();
        speak(() -> call.sink.onText("a"));
        assertEquals("a", chunk(await(next(second))));
    }

    @Test
    void textDoesNotWaitForTheHeartbeat() throws Exception {
        deploy(LONG, LONG, LONG);
        var reply = ask();
        Started call = provider.next();
        long since = System.nanoTime();
        speak(() -> call.sink.onText("a"));
        assertEquals("a", chunk(await(reply)));
        assertTrue(System.nanoTime() - since < LONG.toNanos() / 4);
        await(reply).reply(new AiCommand.Stop());
    }

    @Test
    void stopCancelsTheProviderAndIsNotAnswered() throws Exception {
        deploy(LONG, LONG, LONG);
        var reply = ask();
        Started call = provider.next();
        speak(() -> call.sink.onText("a"));
        await(reply).reply(new AiCommand.Stop());
        assertEquals("cancel", call.told());
        assertEquals(List.of("started", "cancelled"), List.of(observed(), observed()));
    }

    @Test
    void aRefusedReplyCancelsTheProvider() throws Exception {
        deploy(LONG, LONG, LONG);
        var reply = ask();
        Started call = provider.next();
        speak(() -> call.sink.onText("a"));
        await(reply).refuse(Code.UNAVAILABLE.refuse("moving"));
        assertEquals("cancel", call.told());
    }

    @Test
    void aRoomThatDoesNotPullCancelsTheProvider() throws Exception {
        deploy(LONG, SHORT, LONG);
        var reply = ask();
        Started call = provider.next();
        speak(() -> call.sink.onText("a"));
        assertEquals("a", chunk(await(reply)));
        assertEquals("cancel", call.told());
        assertEquals(List.of("started", "cancelled"), List.of(observed(), observed()));
    }

    @Test
    void unreadTextPausesTheProviderUntilItIsPulled() throws Exception {
        deploy(LONG, LONG, LONG);
        var reply = ask();
        Started call = provider.next();
        speak(() -> call.sink.onText("a"));
        var first = await(reply);
        speak(() -> call.sink.onText("1234567890"));
        assertTrue(call.told.isEmpty()); // full is more than 10
        speak(() -> call.sink.onText("1"));
        assertEquals("pause", call.told());
        var second = next(first);
        assertEquals("12345678901", chunk(await(second)));
        assertEquals("resume", call.told());
        await(second).reply(new AiCommand.Stop());
    }

    @Test
    void anAnswerThatIsTooLongEndsThere() throws Exception {
        deploy(LONG, LONG, LONG);
        var reply = ask();
        Started call = provider.next();
        speak(() -> call.sink.onText("x".repeat(37) + "😀"));
        assertEquals(end("x".repeat(37), EndReason.LENGTH, null), await(reply).body());
        assertEquals("cancel", call.told());
        speak(() -> call.sink.onEnd(EndReason.DONE, null, null));
        assertEquals(List.of("started", "length"), List.of(observed(), observed()));
        assertTrue(observed.isEmpty());
    }

    @Test
    void anAnswerThatTakesTooLongFailsWithItsTextSoFar() throws Exception {
        deploy(LONG, LONG, Duration.ofMillis(1500));
        var reply = ask();
        Started call = provider.next();
        speak(() -> call.sink.onText("a"));
        var first = await(reply);
        speak(() -> call.sink.onText("b"));
        assertEquals("cancel", call.told());
        assertEquals(
                end("b", EndReason.FAILED, "the answer took longer than 1 s"),
                await(next(first)).body());
    }

    @Test
    void anUnknownAssistantIsRefused() throws Exception {
        deploy(LONG, LONG, LONG);
        assertEquals(Code.NOT_FOUND, refusal(ask("nobody")));
    }

    @Test
    void onDemandTheToolsOfOthersAreListedAnew() throws Exception {
        AtomicInteger refreshed = new AtomicInteger();
        toolbox = new Toolbox() {
            @Override
            public List<Tool> tools() {
                return tools;
            }

            @Override
            public Future<Void> refresh() {
                refreshed.incrementAndGet();
                return Future.succeededFuture();
            }
        };
        deploy(LONG, LONG, LONG);
        AiReply reply = await(bus.request(Addresses.ai(NODE), new AiCommand.Forget("general"), LONG));
        assertEquals(new AiReply.Forgotten(), reply);
        assertEquals(1, refreshed.get());
    }

    @Test
    void aChainMustBeginWithAsk() throws Exception {
        deploy(LONG, LONG, LONG);
        assertEquals(Code.BAD_FRAME, refusal(bus.request(Addresses.ai(NODE), new AiCommand.Next(), LONG)));
    }

    @Test
    void tooManyAnswersAreRefusedUntilOneEnds() throws Exception {
        deploy(LONG, LONG, LONG);
        var first = ask();
        Started call = provider.next();
        var second = ask();
        Started other = provider.next();
        assertEquals(Code.OVERLOADED, refusal(ask()));
        speak(() -> call.sink.onEnd(EndReason.DONE, null, null));
        assertEquals(end("", EndReason.DONE, null), await(first).body());
        var third = ask();
        assertEquals("two", provider.next().prompt.text());
        assertFalse(second.isComplete() || third.isComplete() || !other.told.isEmpty());
    }

    @Test
    void aHistoryThatCannotBeReadIsAFailure() throws Exception {
        deploy(Samples.config(), TestStore.away(vertx));
        assertEquals(
                end("", EndReason.FAILED, "the room's history could not be read"),
                await(ask()).body());
        assertFalse(provider.wasAsked());
    }

    @Test
    void aStoppingNodeRefusesTheNextPullAtOnce() throws Exception {
        deploy(LONG, LONG, LONG);
        var waiting = ask();
        Started call = provider.next();
        var pulled = ask();
        Started other = provider.next();
        speak(() -> other.sink.onText("a"));
        var first = await(pulled);
        var gone = vertx.undeploy(deployment);
        assertEquals("cancel", call.told());
        assertEquals("cancel", other.told());
        assertEquals(Code.UNAVAILABLE, refusal(waiting));
        assertEquals(Code.UNAVAILABLE, refusal(next(first)));
        await(gone);
        assertEquals(
                List.of("started", "started", "cancelled", "cancelled"),
                List.of(observed(), observed(), observed(), observed()));
    }

    @Test
    void aRoomThatDoesNotPullDoesNotDelayTheStop() throws Exception {
        deploy(SHORT, LONG, LONG);
        assertEquals("", chunk(await(ask())));
        await(vertx.undeploy(deployment).timeout(LONG.toSeconds() / 4, TimeUnit.SECONDS));
    }

    @Test
    void anAssistantWithoutAProviderDoesNotStart() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Engine(Samples.config(), List.of(Samples.builtin(Duration.ZERO)), Map.of(), List::of));
    }

    private static Tool tool(String name, Function<JsonObject, Future<String>> run) {
        JsonObject schema = new JsonObject().put("type", "object");
        return new Tool() {
            @Override
            public Spec spec() {
                return new Spec(name, "does " + name, schema);
            }

            @Override
            public Future<String> run(Turn turn, JsonObject arguments) {
                return run.apply(arguments);
            }
        };
    }

    private void mayUse(List<String> allowed, List<String> approval) {
        assistants.set(0, Samples.withTools(allowed, approval));
    }

    private static ToolRequest wanted(String name, String arguments) {
        return new ToolRequest("x", name, arguments);
    }

    private static ToolCall call(String id, String name, State state, String result) {
        return new ToolCall(id, name, "{}", state, result, 0, 0);
    }

    @Test
    void aToolRunsAfterItsRequestIsStoredAndTheModelGetsAStoredResult() throws Exception {
        List<String> ran = new CopyOnWriteArrayList<>();
        tools.add(tool("now", arguments -> {
            ran.add(arguments.encode());
            return Future.succeededFuture("noon");
        }));
        mayUse(List.of("now"), List.of());
        deploy(LONG, LONG, LONG);
        var asked = ask();
        Started first = provider.next();
        assertEquals(List.of(tools.get(0).spec()), first.prompt.tools());
        speak(() -> {
            first.sink.onText("Wait. ");
            first.sink.onToolCalls(List.of(wanted("now", "{}")), new TokenUsage(5, 1, false), "thought");
        });
        assertEquals("Wait. ", chunk(await(asked)));
        var calls = await(next(await(asked)));
        ToolCall running = call("call_1_1", "now", State.RUNNING, null);
        assertEquals(
                new AiReply.ToolsRequested(List.of(running), new TokenUsage(5, 1, false), "thought"), calls.body());
        assertEquals(List.of(), ran);
        var settled = await(next(calls));
        assertEquals(new AiReply.ToolEnded(running.with(State.DONE, "noon")), settled.body());
        assertEquals(List.of("{}"), ran);
        assertFalse(provider.wasAsked());
        var rest = next(settled);
        Started second = provider.next();
        assertEquals(
                List.of(new TurnStep("Wait. ", List.of(running.with(State.DONE, "noon")), "thought")),
                second.prompt.steps());
        speak(() -> {
            second.sink.onText("It is noon.");
            second.sink.onEnd(EndReason.DONE, new TokenUsage(7, 2, false), null);
        });
        var last = await(rest).body();
        last = last instanceof AiReply.Chunk chunk ? await(next(await(rest))).body() : last;
        assertEquals(EndReason.DONE, ((AiReply.End) last).reason());
        assertEquals(new TokenUsage(7, 2, false), ((AiReply.End) last).usage());
        assertEquals(List.of("{}"), ran);
    }

    @Test
    void aCallThatCannotRunFailsAtOnceAndTheModelContinues() throws Exception {
        tools.add(tool("now", arguments -> Future.succeededFuture("noon")));
        tools.add(tool("secret", arguments -> Future.succeededFuture("!")));
        mayUse(List.of("now"), List.of());
        deploy(LONG, LONG, LONG);
        var asked = ask();
        Started first = provider.next();
        speak(() -> first.sink.onToolCalls(
                List.of(wanted("secret", "{}"), wanted("now", "no JSON"), wanted("now", "[1]")), null));
        var calls = (AiReply.ToolsRequested) await(asked).body();
        assertEquals(
                List.of(
                        call("call_1_1", "secret", State.FAILED, "there is no tool with this name"),
                        call("call_1_2", "now", State.FAILED, "the arguments of now are not JSON"),
                        call("call_1_3", "now", State.FAILED, "the arguments of now must be a JSON object")),
                calls.calls());
        var rest = next(await(asked));
        assertEquals(1, provider.next().prompt.steps().size());
        assertFalse(rest.isComplete());
    }

    @Test
    void aFailedToolIsAResultForTheModel() throws Exception {
        tools.add(tool("refuses", arguments -> Future.failedFuture(Code.FORBIDDEN.refuse("not yours"))));
        tools.add(tool("breaks", arguments -> {
            throw new IllegalStateException("a secret");
        }));
        tools.add(tool("stalls", arguments -> Promise.<String>promise().future()));
        tools.add(tool("babbles", arguments -> Future.succeededFuture("é".repeat(100))));
        mayUse(List.of("*"), List.of());
        ToolsConfig limits = Samples.tools(8, 8, SHORT, 40);
        deploy(Samples.with(limits), TestStore.withMessages(vertx, "general", "one", "two", "three"));
        var asked = ask();
        Started first = provider.next();
        speak(() -> first.sink.onToolCalls(
                List.of(wanted("refuses", ""), wanted("breaks", ""), wanted("stalls", ""), wanted("babbles", "")),
                null));
        var reply = await(asked);
        Set<String> results = new TreeSet<>();
        while (results.size() < 4) {
            reply = await(next(reply));
            if (reply.body() instanceof AiReply.ToolEnded settled) {
                results.add(settled.call().name() + ": " + settled.call().result());
            }
        }
        assertEquals(
                Set.of(
                        "refuses: not yours",
                        "breaks: the tool failed",
                        "stalls: the tool took longer than 0 s",
                        "babbles: " + "é".repeat(20) + "\n[cut off here]"),
                results);
    }

    @Test
    void aTurnThatWaitsForAPersonEndsItsAttemptUntilTheDecision() throws Exception {
        tools.add(tool("now", arguments -> Future.succeededFuture("noon")));
        tools.add(tool("buy", arguments -> Future.succeededFuture("bought")));
        mayUse(List.of("*"), List.of("b*"));
        deploy(LONG, LONG, LONG);
        var asked = ask();
        Started first = provider.next();
        speak(() -> first.sink.onToolCalls(List.of(wanted("buy", "{}"), wanted("now", "{}")), null));
        var calls = await(asked);
        assertEquals(
                List.of(State.WAITING, State.RUNNING),
                ((AiReply.ToolsRequested) calls.body())
                        .calls().stream().map(ToolCall::state).toList());
        var settled = await(next(calls));
        assertEquals("now", ((AiReply.ToolEnded) settled.body()).call().name());
        assertEquals(new AiReply.Waiting(), await(next(settled)).body());
        assertEquals(List.of("started", "held"), List.of(observed(), observed()));
        // It was allowed: the work goes on from the log.
        steps = List.of(new TurnStep(
                "",
                List.of(call("call_1_1", "buy", State.RUNNING, null), call("call_1_2", "now", State.DONE, "noon"))));
        var bought = await(ask());
        assertEquals(new AiReply.ToolEnded(call("call_1_1", "buy", State.DONE, "bought")), bought.body());
        var rest = next(bought);
        assertEquals(
                List.of("bought", "noon"),
                provider.next().prompt.steps().get(0).calls().stream()
                        .map(ToolCall::result)
                        .toList());
        assertFalse(rest.isComplete());
    }

    /** The room says what its assistants may do with its state. */
    @Test
    void toolsForTheSharedStateAreOfferedWhereTheRoomAllowsIt() throws Exception {
        tools.add(new ReadStateTool(bus));
        tools.add(new PatchStateTool(bus));
        mayUse(List.of("*"), List.of());
        deploy(LONG, LONG, LONG);
        List<List<String>> offered = new ArrayList<>();
        for (StateAccess allowed : StateAccess.values()) {
            stateAccess = allowed;
            var asked = ask();
            Started call = provider.next();
            offered.add(call.prompt.tools().stream().map(Tool.Spec::name).toList());
            speak(() -> call.sink.onEnd(EndReason.DONE, null, null));
            assertEquals(end("", EndReason.DONE, null), await(asked).body());
        }
        assertEquals(List.of(List.of(), List.of("read_state"), List.of("read_state", "patch_state")), offered);
        stateAccess = StateAccess.READ;
        steps = List.of(new TurnStep("", List.of(call("call_1_1", "patch_state", State.RUNNING, null))));
        AiReply.ToolEnded refused = (AiReply.ToolEnded) await(ask()).body();
        assertEquals("this tool is no longer available", refused.call().result());
    }

    /** Strings that are no text: a store or a peer would refuse them. */
    @Test
    void whatIsNoTextIsReplaced() throws Exception {
        tools.add(tool("odd", arguments -> Future.succeededFuture("a\0b\ud800c")));
        mayUse(List.of("*"), List.of());
        deploy(LONG, LONG, LONG);
        var asked = ask();
        Started first = provider.next();
        speak(() ->
                first.sink.onToolCalls(List.of(wanted("odd", "{\"x\":\"\\ud800\"}"), wanted("\0\udc00", "{}")), null));
        var calls = await(asked);
        assertEquals(
                List.of("odd {\"x\":\"\ufffd\"}", "\ufffd\ufffd {}"),
                ((AiReply.ToolsRequested) calls.body())
                        .calls().stream()
                                .map(call -> call.name() + " " + call.arguments())
                                .toList());
        assertEquals(
                "a\ufffdb\ufffdc",
                ((AiReply.ToolEnded) await(next(calls)).body()).call().result());
    }

    /** Whatever is thrown, wherever: the model is told, or the answer ends. */
    @Test
    void whateverAToolThrowsIsAResultForTheModel() throws Exception {
        tools.add(tool("overflows", arguments -> {
            throw new StackOverflowError();
        }));
        tools.add(tool("isMissing", arguments -> {
            throw new NoClassDefFoundError("x");
        }));
        tools.add(tool("isNothing", arguments -> null));
        tools.add(tool("saysNothing", arguments -> Future.succeededFuture(null)));
        mayUse(List.of("*"), List.of());
        deploy(LONG, LONG, LONG);
        var asked = ask();
        Started first = provider.next();
        speak(() -> first.sink.onToolCalls(
                tools.stream().map(tool -> wanted(tool.spec().name(), "")).toList(), null));
        var reply = await(asked);
        for (int settled = 0; settled < 4; settled++) {
            reply = await(next(reply));
            assertEquals(
                    "the tool failed", ((AiReply.ToolEnded) reply.body()).call().result());
        }
    }

    @Test
    void aToolboxThatThrowsEndsTheAnswer() throws Exception {
        tools.add(new Tool() {
            @Override
            public Spec spec() {
                throw new StackOverflowError();
            }

            @Override
            public Future<String> run(Turn turn, JsonObject arguments) {
                return Future.succeededFuture("");
            }
        });
        mayUse(List.of("*"), List.of());
        deploy(LONG, LONG, LONG);
        assertEquals(
                end("", EndReason.FAILED, "the assistant failed"), await(ask()).body());
        assertEquals(List.of("started", "failed"), List.of(observed(), observed()));
    }

    @Test
    void aProviderThatThrowsEndsTheTurnAsFailed() throws Exception {
        deploy(LONG, LONG, LONG);
        for (Consumer<AiProvider.Sink> speech :
                List.<Consumer<AiProvider.Sink>>of(sink -> sink.onText(null), sink -> sink.onToolCalls(null, null))) {
            var asked = ask();
            Started call = provider.next();
            speak(() -> speech.accept(call.sink));
            assertEquals(
                    end("", EndReason.FAILED, "the assistant failed"),
                    await(asked).body());
            assertEquals("cancel", call.told());
        }
    }

    @Test
    void aModelThatOnlyUsesToolsComesToAnEnd() throws Exception {
        tools.add(tool("now", arguments -> Future.succeededFuture("noon")));
        mayUse(List.of("*"), List.of());
        ToolsConfig limits = Samples.tools(2, 1, LONG, 1_000);
        deploy(Samples.with(limits), TestStore.withMessages(vertx, "general", "one", "two", "three"));
        var pulled = ask();
        for (int round = 0; round < 2; round++) {
            Started call = provider.next();
            speak(() -> call.sink.onToolCalls(List.of(wanted("now", ""), wanted("now", "")), null));
            var calls = await(pulled);
            List<ToolCall> told = ((AiReply.ToolsRequested) calls.body()).calls();
            assertEquals(
                    List.of(State.RUNNING, State.FAILED),
                    told.stream().map(ToolCall::state).toList());
            assertEquals(
                    "this tool did not run: at most 1 tools may run in one step, and 2 were requested; request it again",
                    told.get(1).result());
            pulled = next(await(next(calls)));
        }
        Started last = provider.next();
        assertEquals(List.of(), last.prompt.tools()); // it is to say what it has found
        assertEquals(2, last.prompt.steps().size());
        speak(() -> last.sink.onToolCalls(List.of(wanted("now", "")), null));
        assertEquals(
                end("", EndReason.FAILED, "the assistant used too many steps with tools (ai.tools.steps)"),
                await(pulled).body());
    }

    @Test
    void tokensThatARefusedModelDidNotReadAreTakenBack() throws Exception {
        model = true;
        assistants.set(0, Samples.named("assistant", "model-1", "spare"));
        assistants.add(Samples.named("spare", "model-2", ""));
        deploy(LONG, LONG, LONG);
        var reply = await(ask());
        int reads = ((AiReply.StepStarted) reply.body()).input();
        Started first = provider.next();
        speak(() -> first.sink.onEnd(EndReason.FAILED, new TokenUsage(0, 0, false), "refused"));
        assertEquals("model-2", provider.next().prompt.assistant().model());
        reply = await(next(reply));
        assertEquals(new AiReply.StepStarted(-reads), reply.body());
        reply = await(next(reply));
        assertEquals(new AiReply.StepStarted(reads), reply.body());
    }

    @Test
    void theFallbackAnswersWhenTheModelFailsBeforeAnyText() throws Exception {
        assistants.set(0, Samples.named("assistant", "model-1", "spare"));
        assistants.add(Samples.named("spare", "model-2", ""));
        deploy(LONG, LONG, LONG);
        var asked = ask();
        Started first = provider.next();
        assertEquals("model-1", first.prompt.assistant().model());
        speak(() -> first.sink.onEnd(EndReason.FAILED, null, "down"));
        Started second = provider.next();
        assertEquals("model-2", second.prompt.assistant().model());
        assertEquals("assistant", second.prompt.assistant().name());
        speak(() -> {
            second.sink.onText("a");
            second.sink.onEnd(EndReason.FAILED, null, "down too");
        });
        var reply = await(asked);
        assertEquals("a", chunk(reply));
        assertEquals(end("", EndReason.FAILED, "down too"), await(next(reply)).body());
        assertFalse(provider.wasAsked());
    }
}
