package dev.parley.ai.dialects;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.ai.RecordingSink;
import dev.parley.ai.Samples;
import dev.parley.ai.dialects.Voice.Call;
import dev.parley.ai.dialects.Voice.Why;
import dev.parley.ai.history.ChatLine;
import dev.parley.ai.provider.AiProvider;
import dev.parley.ai.provider.AiProvider.ToolRequest;
import dev.parley.ai.provider.HttpProvider;
import dev.parley.ai.tool.Tool;
import dev.parley.config.AiConfig;
import dev.parley.config.AssistantConfig;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import dev.parley.model.ToolCall;
import dev.parley.model.TurnProgress;
import dev.parley.model.TurnStep;
import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import dev.parley.testing.TestConfig;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every dialect promises, against a real HTTP server that has every fault. */
@ExtendWith(VertxExtension.class)
@Timeout(90)
abstract class DialectContract<V extends Voice> {
    private static final TokenUsage USAGE = new TokenUsage(Voice.INPUT, Voice.OUTPUT, false);
    private static final Duration LONG = Duration.ofSeconds(30);

    static final Tool.Spec SEARCH = new Tool.Spec(
            "search",
            "Searches.",
            new JsonObject()
                    .put("type", "object")
                    .put("properties", new JsonObject().put("q", new JsonObject().put("type", "string"))));

    final RecordingSink recordingSink = new RecordingSink();
    final V voice;
    private Context context;
    private Vertx vertx;
    FakeOpenAi fake;

    DialectContract(V voice) {
        this.voice = voice;
    }

    @BeforeEach
    void start(Vertx vertx) throws Exception {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.fake = await(FakeOpenAi.start(vertx));
    }

    AiProvider provider(AiConfig config) {
        return new HttpProvider(vertx, config, voice.dialect());
    }

    @CanIgnoreReturnValue
    AiProvider.Call ask() throws Exception {
        return ask(provider(Samples.config()), prompt(List.of(), List.of()));
    }

    @CanIgnoreReturnValue
    AiProvider.Call ask(AiProvider provider, AiProvider.Prompt prompt) throws Exception {
        Promise<AiProvider.Call> call = Promise.promise();
        context.runOnContext(go -> call.complete(provider.start(prompt, recordingSink)));
        return await(call.future());
    }

    AiProvider.Prompt prompt(List<Tool.Spec> tools, List<TurnStep> steps) {
        return prompt(voice.assistant(fake), List.of(), "", tools, steps);
    }

    static AiProvider.Prompt prompt(
            AssistantConfig assistant,
            List<ChatLine> before,
            String earlier,
            List<Tool.Spec> tools,
            List<TurnStep> steps) {
        AiProvider.Prompt plain = Samples.prompt(assistant, "What now?", before);
        return new AiProvider.Prompt(
                assistant, plain.turn(), plain.asker(), plain.text(), plain.history(), earlier, tools, steps);
    }

    /** A round in which {@code search} was used twice, the second time in vain. */
    static TurnStep step() {
        return new TurnStep(
                "Let me see.",
                List.of(
                        new ToolCall("c1", "search", "{\"q\":\"x\"}", ToolCall.State.DONE, "found x", 0, 0),
                        new ToolCall("c2", "search", "{}", ToolCall.State.FAILED, "no", 0, 0)));
    }

    /** What is sent for this, while the provider says {@code ok}. */
    FakeTurn sent(AiProvider.Prompt prompt) throws Exception {
        ask(provider(Samples.config()), prompt);
        FakeTurn turn = fake.nextCall();
        voice.begin(turn).say(turn, "ok").finish(turn, Why.DONE);
        assertEquals(EndReason.DONE, recordingSink.end().reason());
        return turn;
    }

    /** Tools are asked for, after what the provider's script says; their results are {@code found}. */
    TurnStep asked() throws Exception {
        return asked(voice.assistant(fake));
    }

    TurnStep asked(AssistantConfig assistant) throws Exception {
        ask(provider(Samples.config()), prompt(assistant, List.of(), "", List.of(SEARCH), List.of()));
        String before = recordingSink.text();
        RecordingSink.Asked asked = recordingSink.asked();
        List<ToolCall> calls = asked.calls().stream()
                .map(w -> new ToolCall(w.call(), w.name(), w.arguments(), ToolCall.State.DONE, "found", 0, 0))
                .toList();
        TurnStep step = new TurnStep(recordingSink.text().substring(before.length()), calls, asked.reasoning());
        // As another node finds it in the turn's log.
        TurnProgress log = new TurnProgress(TurnProgress.Phase.RUNNING, 1, List.of(step), "", null);
        return TurnProgress.stored(log.toJson().encode()).steps().get(0);
    }

    /** What is sent after such a round. */
    JsonObject sentAfter(TurnStep step) throws Exception {
        return sent(prompt(List.of(SEARCH), List.of(step))).body();
    }

    private void onContext(Runnable what) throws Exception {
        Promise<Void> done = Promise.promise();
        context.runOnContext(go -> {
            what.run();
            done.complete();
        });
        await(done.future());
    }

    /** Exactly one end, also after everything that was under way has come in. */
    private void assertSilentNow() throws Exception {
        onContext(() -> {});
        assertEquals(List.of(), recordingSink.rest());
    }

    private void answer(Consumer<FakeTurn> script) {
        fake.script(script);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aFaultIsToldOnce(Fault fault) throws Exception {
        fake.always(turn -> fault.happen(voice, turn));
        AiConfig config = fault.isSilence() ? Samples.patience(Duration.ofMillis(400), LONG) : Samples.config();
        AiProvider.Call call = ask(provider(config), prompt(List.of(SEARCH), List.of()));
        RecordingSink.Ended ended = recordingSink.end();
        assertEquals(EndReason.FAILED, ended.reason());
        assertTrue(ended.error().contains(fault.error), ended.error());
        assertFalse(ended.error().contains(Voice.KEY), ended.error());
        assertEquals(fault.calls, fake.calls());
        onContext(call::cancel); // after the end: nothing
        assertSilentNow();
    }

    @Test
    void overloadBeforeTheFirstOutputIsAskedAgain() throws Exception {
        answer(turn -> {
            if (!voice.begin(turn).overload(turn)) {
                turn.end(); // as good, for a dialect without a word for it
            }
        });
        answer(turn -> voice.begin(turn).say(turn, "at last").finish(turn, Why.DONE));
        ask();
        assertEquals(EndReason.DONE, recordingSink.end().reason());
        assertEquals("at last", recordingSink.text());
        assertEquals(2, fake.calls());
    }

    @Test
    void overloadAfterTheFirstOutputIsNotAskedAgain() throws Exception {
        fake.always(turn -> {
            if (!voice.begin(turn).say(turn, "a").overload(turn)) {
                voice.fail(turn);
            }
        });
        ask();
        assertEquals(EndReason.FAILED, recordingSink.end().reason());
        assertEquals("a", recordingSink.text());
        assertEquals(1, fake.calls());
    }

    @Test
    void aStallIsGivenUp() throws Exception {
        ask(provider(Samples.patience(LONG, Duration.ofMillis(400))), prompt(List.of(), List.of()));
        FakeTurn turn = fake.nextCall();
        voice.begin(turn).say(turn, "a");
        assertTrue(recordingSink.end().error().startsWith("the provider sent nothing for"));
        assertEquals("a", recordingSink.text());
        await(turn.closed());
        assertSilentNow();
    }

    @Test
    void aBrokenConnectionIsNoSuccess() throws Exception {
        AiProvider.Call call = ask();
        FakeTurn turn = fake.nextCall();
        voice.begin(turn).say(turn, "a");
        assertEquals("a", recordingSink.piece());
        turn.drop();
        assertEquals("the provider's answer ended early", recordingSink.end().error());
        onContext(call::cancel);
        assertSilentNow();
        assertEquals(1, fake.calls());
    }

    @Test
    void textStreamsAsItComes() throws Exception {
        AiProvider.Call call = ask();
        FakeTurn turn = fake.nextCall();
        voice.begin(turn).say(turn, "Hel");
        assertEquals("Hel", recordingSink.piece());
        voice.say(turn, "lo");
        assertEquals("lo", recordingSink.piece());
        voice.finish(turn, Why.DONE);
        assertEquals(new RecordingSink.Ended(EndReason.DONE, USAGE, null), recordingSink.end());
        onContext(call::cancel);
        assertSilentNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void bytesMayComeOneByOne(String newline) throws Exception {
        voice.linesEndWith(newline);
        answer(turn -> {
            turn.eachByte();
            voice.begin(turn).think(turn).say(turn, "né").say(turn, "😀!").finish(turn, Why.DONE);
        });
        ask();
        assertEquals(new RecordingSink.Ended(EndReason.DONE, USAGE, null), recordingSink.end());
        assertEquals("né😀!", recordingSink.text());
    }

    @Test
    void aSurrogatePairIsHeldTogether() throws Exception {
        answer(turn -> voice.begin(turn)
                .say(turn, "a")
                .say(turn, "b\ud83d")
                .say(turn, "\ude00c")
                .say(turn, "\ud83d")
                .finish(turn, Why.DONE));
        ask();
        assertEquals("a", recordingSink.piece());
        assertEquals("b", recordingSink.piece());
        assertEquals("😀c", recordingSink.piece());
        assertEquals("\ufffd", recordingSink.piece());
        assertEquals(EndReason.DONE, recordingSink.end().reason());
    }

    @ParameterizedTest
    @CsvSource({"DONE,DONE", "LENGTH,LENGTH", "FILTERED,FAILED", "TOOLS,"})
    void whyItStopsDecides(Why why, EndReason reason) throws Exception {
        answer(turn -> voice.begin(turn).say(turn, "a").finish(turn, why));
        ask();
        RecordingSink.Ended ended = recordingSink.end();
        if (reason != null) { // a dialect without a word for tools says "stop"
            assertEquals(reason, ended.reason());
            assertEquals(USAGE, ended.usage());
        }
        assertEquals(ended.reason() == EndReason.FAILED, ended.error() != null);
        assertEquals("a", recordingSink.text());
    }

    @ParameterizedTest
    @EnumSource(names = {"TOOLS", "DONE"})
    void toolsAreAskedForInParallelAndInPieces(Why why) throws Exception {
        answer(turn -> {
            turn.eachByte();
            List<Call> calls = List.of(
                    Call.of("t1", "search", "{\"q\":", "\"né", " 😀\"}"),
                    Call.of("", "clock"),
                    Call.of("t1", "search", "{\"q", "\":\"2\"}"));
            voice.begin(turn).say(turn, "Well").ask(turn, calls).finish(turn, why);
        });
        ask(provider(Samples.config()), prompt(List.of(SEARCH), List.of()));
        RecordingSink.Asked asked = recordingSink.asked();
        assertEquals("Well", recordingSink.text());
        assertEquals(USAGE, asked.usage());
        assertEquals(
                List.of("search {\"q\":\"né 😀\"}", "clock {}", "search {\"q\":\"2\"}"),
                asked.calls().stream().map(w -> w.name() + " " + w.arguments()).toList());
        assertEquals("t1", asked.calls().get(0).call());
        assertEquals(
                3,
                asked.calls().stream()
                        .map(ToolRequest::call)
                        .collect(Collectors.toSet())
                        .size());
        assertTrue(asked.calls().stream().noneMatch(w -> w.call().isEmpty()));
        assertSilentNow();
    }

    @Test
    void idsAreUniqueInTheTurn() throws Exception {
        answer(turn -> voice.begin(turn)
                .ask(turn, List.of(Call.of("c1", "search"), Call.of("", "search")))
                .finish(turn, Why.TOOLS));
        ask(provider(Samples.config()), prompt(List.of(SEARCH), List.of(step())));
        List<String> ids =
                recordingSink.asked().calls().stream().map(ToolRequest::call).toList();
        assertTrue(ids.stream().noneMatch(List.of("c1", "c2")::contains), ids.toString());
    }

    @Test
    void argumentsThatWereCutOffAreNotUsed() throws Exception {
        answer(turn -> voice.begin(turn)
                .ask(turn, List.of(Call.of("t1", "search", "{\"q\":1}")))
                .finish(turn, Why.LENGTH));
        ask(provider(Samples.config()), prompt(List.of(SEARCH), List.of()));
        assertEquals(EndReason.LENGTH, recordingSink.end().reason());
    }

    @Test
    void aToolThatWasNotGivenIsAFailure() throws Exception {
        answer(turn -> voice.begin(turn)
                .ask(turn, List.of(Call.of("t1", "search", "{}")))
                .finish(turn, Why.TOOLS));
        ask();
        assertEquals(
                "the model requested a tool that it was not offered",
                recordingSink.end().error());
    }

    @Test
    void aToolWithoutANameIsAFailure() throws Exception {
        answer(turn ->
                voice.begin(turn).ask(turn, List.of(Call.of("t1", "", "{}"))).finish(turn, Why.TOOLS));
        ask(provider(Samples.config()), prompt(List.of(SEARCH), List.of()));
        assertEquals(EndReason.FAILED, recordingSink.end().reason());
    }

    @Test
    void thinkingIsWorkThatIsNotShown() throws Exception {
        // A first output that never came would fail only after long; a stall after it fails soon.
        ask(provider(Samples.patience(LONG, Duration.ofMillis(400))), prompt(List.of(), List.of()));
        FakeTurn turn = fake.nextCall();
        voice.begin(turn).think(turn);
        assertTrue(recordingSink.end().error().startsWith("the provider sent nothing for"));
        assertEquals("", recordingSink.text());
    }

    @Test
    void cancellingClosesTheConnectionWithoutACallback() throws Exception {
        AiProvider.Call call = ask();
        FakeTurn turn = fake.nextCall();
        voice.begin(turn).say(turn, "a");
        assertEquals("a", recordingSink.piece());
        onContext(call::cancel);
        voice.say(turn, "b");
        await(turn.closed());
        assertSilentNow();
    }

    @Test
    void cancellingBeforeTheFirstOutputClosesTheConnection() throws Exception {
        AiProvider.Call call = ask();
        FakeTurn turn = fake.nextCall();
        onContext(call::cancel);
        await(turn.closed());
        Promise<Void> longer = Promise.promise();
        vertx.setTimer(1000, id -> longer.complete()); // twice what it waits before it asks again
        await(longer.future());
        assertSilentNow();
        assertEquals(1, fake.calls());
    }

    @Test
    void emptyHeartbeatsCostNothing() throws Exception {
        answer(turn -> {
            voice.begin(turn).say(turn, "a");
            if (!(voice instanceof BedrockVoice)) {
                turn.raw("data:\n\n")
                        .raw("data: \n\n")
                        .raw("event: ping\ndata: x\n\n")
                        .raw(": ping\n\n");
            }
            voice.finish(turn, Why.DONE);
        });
        ask();
        assertEquals(EndReason.DONE, recordingSink.end().reason());
    }

    /** What was said once must not make every request after it a bad one. */
    @Test
    void whatCannotBeSentIsNotSent() throws Exception {
        ChatLine blank = Samples.line(1, Samples.BOT, " \n\t\u00a0\u200b");
        ChatLine half = Samples.line(2, Samples.BOB, "half \ud83d of it");
        TurnStep step = new TurnStep(
                " \n",
                List.of(
                        new ToolCall("c1", "search", "{\"q\":\"\\ud83d\"}", ToolCall.State.DONE, "", 0, 0),
                        new ToolCall("c2", "search", "{}", ToolCall.State.FAILED, " \n", 0, 0)));
        String body = sent(prompt(
                        voice.assistant(fake), List.of(blank, half), "x\ude00", List.of(SEARCH), List.of(step)))
                .body()
                .encode();
        assertTrue(body.contains("half \ufffd of it"), body);
        assertTrue(body.contains("(the tool returned nothing)"), body);
        assertFalse(body.contains("\u200b"), body);
        assertFalse(body.contains("\"text\":\"\"") || body.contains("\"text\":\" \\n\""), body);
        assertFalse(body.contains("\"content\":\"\"") || body.contains("\"content\":\" \\n\""), body);
    }

    @Test
    void optionsOfTheAssistantAreSent() throws Exception {
        AssistantConfig optioned = TestConfig.changed(
                voice.assistant(fake),
                "maxTokens",
                7,
                "request",
                new JsonObject("{\"a\":{\"b\":[1,{\"c\":null}]},\"stream_options\":null,\"temperature\":0.5}").getMap(),
                "headers",
                Map.of("X-Team", "blue team"),
                "query",
                Map.of("api-version", "2026 *"));
        FakeTurn turn = sent(prompt(optioned, List.of(), "", List.of(), List.of()));
        assertTrue(turn.uri().endsWith("api-version=2026%20%2A"), turn.uri());
        assertEquals("blue team", turn.header("X-Team"));
        assertEquals(0.5, turn.body().getDouble("temperature"));
        assertEquals(new JsonObject("{\"b\":[1,{\"c\":null}]}"), turn.body().getJsonObject("a"));
        assertFalse(turn.body().containsKey("stream_options"));
    }

    @Test
    void alternativesAtTheTopOfASchemaBecomeOneObject() throws Exception {
        Tool.Spec tool = new Tool.Spec(
                "either",
                "d".repeat(2000),
                new JsonObject(
                        """
                        {"anyOf":[{"$ref":"#/$defs/A"},
                           {"properties":{"b":{"type":"integer"},"k":{"const":"b"}},"required":["k","b"]}],
                         "$defs":{"A":{"type":"object","properties":{"a":{"type":"string"},"k":{"const":"a"}},
                           "required":["k"]}}}"""));
        String body = sent(prompt(List.of(new Tool.Spec("bare", "x", new JsonObject()), tool), List.of()))
                .body()
                .encode();
        assertTrue(body.contains("\"type\":\"object\",\"properties\":{}"), body);
        assertTrue(body.contains("\"required\":[\"k\"]"), body);
        assertTrue(body.contains("\"k\":{\"anyOf\":[{\"const\":\"a\"},{\"const\":\"b\"}]}"), body);
        assertFalse(body.contains("{\"anyOf\":[{\"$ref\""), body);
    }

    @Test
    void limitsInTheStreamAreWaitedForBeforeTheFirstWord() throws Exception {
        answer(turn -> voice.begin(turn).think(turn).overload(turn));
        answer(turn -> voice.begin(turn).say(turn, "at last").finish(turn, Why.DONE));
        ask();
        assertEquals(EndReason.DONE, recordingSink.end().reason());
        assertEquals(2, fake.calls());
    }

    @Test
    void aFinishedConnectionIsUsedAgain() throws Exception {
        AiProvider provider = provider(Samples.config());
        int[] ports = new int[2];
        for (int i = 0; i < 2; i++) {
            ask(provider, prompt(List.of(), List.of()));
            FakeTurn turn = fake.nextCall();
            ports[i] = turn.clientPort();
            voice.begin(turn).finish(turn, Why.DONE);
            assertEquals(EndReason.DONE, recordingSink.end().reason());
            await(turn.ended());
            onContext(() -> {});
        }
        assertEquals(ports[0], ports[1]);
    }
}
