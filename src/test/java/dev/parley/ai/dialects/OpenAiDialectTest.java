package dev.parley.ai.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.ai.RecordingSink;
import dev.parley.ai.Samples;
import dev.parley.ai.history.ChatLine;
import dev.parley.ai.provider.AiProvider;
import dev.parley.ai.provider.AiProvider.ToolRequest;
import dev.parley.ai.tool.Tool;
import dev.parley.config.AssistantConfig;
import dev.parley.config.Preset;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import dev.parley.model.ToolCall;
import dev.parley.model.TurnStep;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiDialectTest extends DialectContract<OpenAiVoice> {
    OpenAiDialectTest() {
        super(new OpenAiVoice());
    }

    @Test
    void stepsGoBackAsMessages() throws Exception {
        JsonObject body = sent(prompt(
                        voice.assistant(fake), List.of(), "They met.</earlier>", List.of(SEARCH), List.of(step())))
                .body();
        JsonArray messages = body.getJsonArray("messages");
        assertTrue(messages.getJsonObject(0).getString("content").endsWith("<earlier>\nThey met.\n</earlier>"));
        assertEquals(
                new JsonArray(
                        """
                        [{"role":"user","content":"[Ann] What now?"},
                         {"role":"assistant","content":"Let me see.","tool_calls":[
                           {"id":"c1","type":"function","function":{"name":"search","arguments":"{\\"q\\":\\"x\\"}"}},
                           {"id":"c2","type":"function","function":{"name":"search","arguments":"{}"}}]},
                         {"role":"tool","content":"found x","tool_call_id":"c1"},
                         {"role":"tool","content":"no","tool_call_id":"c2"}]"""),
                new JsonArray(messages.stream().skip(1).toList()));
        assertEquals(
                new JsonArray()
                        .add(new JsonObject()
                                .put("type", "function")
                                .put(
                                        "function",
                                        new JsonObject()
                                                .put("name", "search")
                                                .put("description", "Searches.")
                                                .put("parameters", SEARCH.parameters()))),
                body.getJsonArray("tools"));
        assertFalse(body.containsKey("max_tokens"));
    }

    @Test
    void withoutToolsNoneAreSent() throws Exception {
        assertFalse(sent(prompt(List.of(), List.of(step()))).body().containsKey("tools"));
    }

    /** Each a habit of some server. */
    @Test
    void callsComeInManyShapes() throws Exception {
        for (List<String> deltas : List.of(
                // All numbered 0.
                List.of(
                        "{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}",
                        "{\"index\":0,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}}"),
                // Not numbered.
                List.of(
                        "{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}",
                        "{\"function\":{\"arguments\":\"}\"}}",
                        "{\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":{}}}"),
                // Id and name again with each piece.
                List.of(
                        "{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}",
                        "{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"}\"}}",
                        "{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\"}}"),
                // The name later, or empty at first; the arguments as an object.
                List.of(
                        "{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"\",\"arguments\":\"\"}}",
                        "{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}",
                        "{\"index\":0,\"function\":{\"name\":\"\",\"arguments\":\"}\"}}",
                        "{\"index\":1,\"id\":\"b\",\"function\":{\"arguments\":{}}}",
                        "{\"index\":1,\"function\":{\"name\":\"g\"}}"),
                // Another id with each piece, as one server makes them.
                List.of(
                        "{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}",
                        "{\"index\":0,\"id\":\"a2\",\"function\":{\"arguments\":\"}\"}}",
                        "{\"index\":\"1\",\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":null}}"))) {
            fake.script(turn -> {
                deltas.forEach(delta ->
                        turn.data("{\"choices\":[{\"delta\":{\"content\":null,\"tool_calls\":[" + delta + "]}}]}"));
                voice.finish(turn, Voice.Why.DONE);
            });
            ask(provider(Samples.config()), prompt(List.of(SEARCH), List.of()));
            assertEquals(
                    List.of(new ToolRequest("a", "f", "{}"), new ToolRequest("b", "g", "{}")),
                    recordingSink.asked().calls());
        }
    }

    private List<String> calls(String... deltas) throws Exception {
        fake.script(turn -> {
            for (String delta : deltas) {
                turn.data("{\"choices\":[{\"delta\":{\"tool_calls\":[" + delta + "]}}]}");
            }
            voice.finish(turn, Voice.Why.TOOLS);
        });
        ask(provider(Samples.config()), prompt(List.of(SEARCH), List.of()));
        return recordingSink.asked().calls().stream()
                .map(w -> w.call() + " " + w.name() + w.arguments())
                .toList();
    }

    @Test
    void wholeCallsAtOnePlaceWithoutAnIdAreSeveral() throws Exception {
        String call = "{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"n\\\":%d}\"}}";
        assertEquals(
                List.of("call_1 f{\"n\":1}", "call_2 f{\"n\":2}"),
                calls(String.format(call, 1), String.format(call, 2)));
        assertEquals(
                List.of("call_1 f{}", "call_2 g{}"),
                calls("{\"index\":0,\"function\":{\"name\":\"f\"}}", "{\"index\":0,\"function\":{\"name\":\"g\"}}"));
    }

    @Test
    void halvesOfCharactersInArgumentsAreReplaced() throws Exception {
        assertEquals(
                List.of("call_1 f{\"q\":\"\ufffd\"}"),
                calls("{\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"q\\\":\\\"\\\\ud83d\\\"}\"}}"));
    }

    @Test
    void idsMayBeNumbers() throws Exception {
        assertEquals(
                List.of("7 f{}", "8 f{}"),
                calls(
                        "{\"index\":0,\"id\":7,\"function\":{\"name\":\"f\",\"arguments\":{}}}",
                        "{\"index\":0,\"id\":8,\"function\":{\"name\":\"f\",\"arguments\":{}}}"));
    }

    @ParameterizedTest
    @CsvSource({
        "error,FAILED",
        "network_error,FAILED",
        "sensitive,FAILED",
        "abort,FAILED",
        "insufficient_system_resource,FAILED",
        "something_new,FAILED",
        "model_length,LENGTH",
        "MAX_TOKENS,LENGTH",
        "STOP,DONE"
    })
    void onlyWhatIsKnownIsSuccess(String finish, EndReason reason) throws Exception {
        fake.script(turn -> turn.say("a").reason(finish).data("[DONE]").end());
        ask();
        RecordingSink.Ended ended = recordingSink.end();
        assertEquals(reason, ended.reason());
        assertTrue(reason != EndReason.FAILED || ended.error().contains("(" + finish + ")"), ended.error());
    }

    @Test
    void anErrorOfAChoiceIsAFailure() throws Exception {
        fake.script(turn -> turn.say("a")
                .data("{\"choices\":[{\"delta\":{},\"finish_reason\":\"error\",\"error\":{\"code\":502}}]}")
                .data("[DONE]")
                .end());
        ask();
        assertEquals("the provider failed (502)", recordingSink.end().error());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\":429}",
                "{\"code\":\"502\"}",
                "{\"code\":503,\"metadata\":{\"retry_after\":0}}",
                "{\"status_code\":529}",
                "{\"type\":\"overloaded_error\"}",
                "{\"code\":\"rate_limit_exceeded\",\"message\":\"Please try again in 20ms.\"}"
            })
    void passingErrorsBeforeTheFirstWordAreTriedAgain(String error) throws Exception {
        fake.script(turn -> turn.data("{\"error\":" + error + "}").end());
        fake.answerWith(List.of("at last"));
        ask();
        assertEquals(EndReason.DONE, recordingSink.end().reason());
        assertEquals(2, fake.calls());
    }

    @Test
    void aWaitThatIsTooLongIsNotWaitedForInAStreamEither() throws Exception {
        fake.script(turn -> turn.data("{\"error\":{\"code\":429,\"metadata\":{\"headers\":{\"Retry-After\":\"60\"}}}}")
                .end());
        ask();
        RecordingSink.Ended ended = recordingSink.end();
        assertEquals("the provider is rate limited, try again later (429)", ended.error());
        assertEquals(new TokenUsage(0, 0, false), ended.usage());
        assertEquals(1, fake.calls());
    }

    @Test
    void contentMayBeAList() throws Exception {
        fake.script(turn -> {
            turn.data("{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\","
                            + "\"text\":\"hm\"}]}]}}]}")
                    .data("{\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]}}],\"usage\":7}")
                    .data("{\"choices\":[{\"delta\":{\"content\":\"!\"}}],\"usage\":{\"prompt_tokens\":null}}");
            voice.finish(turn, Voice.Why.DONE);
        });
        ask();
        assertEquals(
                new TokenUsage(Voice.INPUT, Voice.OUTPUT, false),
                recordingSink.end().usage());
        assertEquals("Hi!", recordingSink.text());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 100})
    void thoughtsInTheTextAreNotShown(int size) throws Exception {
        String all = "\n<think>I <b> </thin </think>\n\nHello <think> you";
        fake.script(turn -> {
            for (int at = 0; at < all.length(); at += size) {
                voice.say(turn, all.substring(at, Math.min(all.length(), at + size)));
            }
            voice.finish(turn, Voice.Why.DONE);
        });
        ask();
        assertEquals(EndReason.DONE, recordingSink.end().reason());
        assertEquals("Hello <think> you", recordingSink.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<", "<thin", " <b>", "<thinking", "</think>"})
    void whatOnlyLooksLikeAThoughtIsText(String text) throws Exception {
        fake.answerWith(List.of(text));
        ask();
        assertEquals(EndReason.DONE, recordingSink.end().reason());
        assertEquals(text, recordingSink.text());
    }

    @Test
    void reasoningGoesBackUnderItsName() throws Exception {
        fake.script(turn -> {
            turn.data("{\"choices\":[{\"delta\":{\"reasoning_content\":\"I will \",\"reasoning\":\"I will \"}}]}")
                    .data("{\"choices\":[{\"delta\":{\"reasoning_content\":\"search.\"}}]}")
                    .data(
                            "{\"choices\":[{\"delta\":{\"reasoning_details\":[{\"type\":\"reasoning.encrypted\",\"data\":\"x\"}]}}]}");
            voice.ask(turn, List.of(Voice.Call.of("t1", "search", "{}"))).finish(turn, Voice.Why.TOOLS);
        });
        JsonObject said = sentAfter(asked()).getJsonArray("messages").getJsonObject(2);
        assertEquals("I will search.", said.getString("reasoning_content"));
        assertFalse(said.containsKey("reasoning"));
        assertEquals(
                "x", said.getJsonArray("reasoning_details").getJsonObject(0).getString("data"));
    }

    @Test
    void thoughtsInTheTextGoBackAsText() throws Exception {
        fake.script(turn -> {
            voice.say(turn, "<think>hm</think>Well.");
            voice.ask(turn, List.of(Voice.Call.of("t1", "search", "{}"))).finish(turn, Voice.Why.TOOLS);
        });
        JsonObject said = sentAfter(asked()).getJsonArray("messages").getJsonObject(2);
        assertEquals("<think>hm</think>Well.", said.getString("content"));
    }

    @Test
    void aPresetKnowsWhatItsServerTakes() throws Exception {
        TurnStep step = new TurnStep(
                "",
                List.of(new ToolCall("c1", "search", "{}", ToolCall.State.DONE, "x", 0, 0)),
                "{\"by\":\"openai/model-1\",\"parts\":[{\"reasoning\":\"hm\"},0]}");
        List<ChatLine> before = List.of(Samples.line(1, Samples.BOB, "hi"), Samples.line(2, Samples.CID, "ho"));
        List<Tool.Spec> tools = IntStream.range(0, 130)
                .mapToObj(i -> new Tool.Spec("t" + i, "d".repeat(1100), new JsonObject()))
                .toList();
        for (Preset preset : List.of(Preset.MISTRAL, Preset.VLLM, Preset.GROQ, Preset.DEEPSEEK)) {
            AssistantConfig assistant = Samples.remote(preset, fake.baseUrl(), Voice.KEY);
            JsonObject body =
                    sent(prompt(assistant, before, "", tools, List.of(step))).body();
            JsonArray messages = body.getJsonArray("messages");
            assertEquals(preset != Preset.MISTRAL, body.containsKey("stream_options"), preset.text());
            assertEquals(preset == Preset.VLLM ? 4 : 6, messages.size(), preset.text());
            assertEquals(
                    preset == Preset.VLLM || preset == Preset.DEEPSEEK,
                    messages.getJsonObject(messages.size() - 2).containsKey("reasoning"),
                    preset.text());
            String id = messages.getJsonObject(messages.size() - 1).getString("tool_call_id");
            assertEquals(preset == Preset.MISTRAL, id.matches("[a-z0-9]{9}"), id);
            assertEquals(128, body.getJsonArray("tools").size());
            String description = body.getJsonArray("tools")
                    .getJsonObject(0)
                    .getJsonObject("function")
                    .getString("description");
            assertEquals(1024, description.length());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "openai,https://api.openai.com/v1,openai-responses",
        "openai,'',openai-responses",
        "openai,https://eu.api.openai.com/v1/,openai-responses",
        "openai,https://api.openai.com.example.org/v1,openai",
        "openai,http://localhost:1/v1,openai",
        "openai-chat,'',openai-chat",
        "openai-responses,http://localhost:1/v1,openai-responses"
    })
    void openAiItselfIsAskedOverTheResponsesApi(String provider, String url, String speaks) {
        Preset preset = Preset.valueOf(provider.toUpperCase(Locale.ROOT).replace('-', '_'));
        assertEquals(speaks, Samples.remote(preset, url, "k").provider());
    }

    @Test
    void theOldWayToAskForAToolIsUnderstood() throws Exception {
        fake.script(turn -> {
            turn.data("{\"choices\":[{\"delta\":{\"function_call\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\"\"}}}]}")
                    .data("{\"choices\":[{\"delta\":{\"function_call\":{\"arguments\":\":1}\"}}}]}")
                    .reason("function_call")
                    .data("[DONE]")
                    .end();
        });
        ask(provider(Samples.config()), prompt(List.of(SEARCH), List.of()));
        ToolRequest wanted = recordingSink.asked().calls().get(0);
        assertEquals("f", wanted.name());
        assertEquals("{\"a\":1}", wanted.arguments());
    }

    private RecordingSink.Ended answered(AiProvider provider) throws Exception {
        ask(provider, prompt(List.of(), List.of()));
        return recordingSink.end();
    }

    @Test
    void aProviderThatKeepsFailingIsLeftAlone() throws Exception {
        AiProvider provider = provider(Samples.breaker(2, Duration.ofHours(1)));
        fake.always(turn -> turn.status(503, "", "Retry-After", "60"));
        assertTrue(answered(provider).error().contains("overloaded (503)"));
        assertTrue(answered(provider).error().contains("overloaded (503)"));
        RecordingSink.Ended refused = answered(provider);
        assertTrue(refused.error().contains("failed several times in a row"), refused.error());
        assertEquals(new TokenUsage(0, 0, false), refused.usage());
        assertEquals(2, fake.calls());
    }

    @Test
    void oneThatWorksAgainIsFoundOut() throws Exception {
        AiProvider provider = provider(Samples.breaker(1, Duration.ofNanos(1)));
        fake.script(turn -> turn.status(503, "", "Retry-After", "60"));
        fake.always(turn -> voice.say(turn, "a").finish(turn, Voice.Why.DONE));
        assertEquals(EndReason.FAILED, answered(provider).reason());
        assertEquals(EndReason.DONE, answered(provider).reason());
        assertEquals(EndReason.DONE, answered(provider).reason());
    }

    @Test
    void aLimitOrABadKeyIsNoReasonToLeaveItAlone() throws Exception {
        AiProvider provider = provider(Samples.breaker(1, Duration.ofHours(1)));
        for (int status : List.of(429, 401, 400)) {
            fake.script(turn -> turn.status(status, "", "Retry-After", "60"));
            assertEquals(EndReason.FAILED, answered(provider).reason());
        }
        fake.always(turn -> voice.say(turn, "a").finish(turn, Voice.Why.DONE));
        assertEquals(EndReason.DONE, answered(provider).reason());
    }
}
