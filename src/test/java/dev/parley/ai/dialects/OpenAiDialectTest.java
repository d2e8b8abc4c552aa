package dev.parley.ai.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.ai.AiProvider;
import dev.parley.ai.AiProvider.Wanted;
import dev.parley.ai.Heard;
import dev.parley.ai.Samples;
import dev.parley.protocol.AiReply.Reason;
import dev.parley.protocol.AiReply.Usage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenAiDialectTest extends DialectContract<OpenAiVoice> {
    OpenAiDialectTest() {
        super(new OpenAiVoice());
    }

    @Test
    void roundsOfToolsAreToldAsMessages() throws Exception {
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
                        "{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\"}}"))) {
            fake.script(turn -> {
                deltas.forEach(delta ->
                        turn.data("{\"choices\":[{\"delta\":{\"content\":null,\"tool_calls\":[" + delta + "]}}]}"));
                voice.finish(turn, Voice.Why.DONE);
            });
            ask(provider(Samples.config()), prompt(List.of(SEARCH), List.of()));
            assertEquals(
                    List.of(new Wanted("a", "f", "{}"), new Wanted("b", "g", "{}")),
                    heard.asked().calls());
        }
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
        Wanted wanted = heard.asked().calls().get(0);
        assertEquals("f", wanted.name());
        assertEquals("{\"a\":1}", wanted.arguments());
    }

    private Heard.Ended answered(AiProvider provider) throws Exception {
        ask(provider, prompt(List.of(), List.of()));
        return heard.end();
    }

    @Test
    void aProviderThatKeepsFailingIsLeftAlone() throws Exception {
        AiProvider provider = provider(Samples.breaker(2, Duration.ofHours(1)));
        fake.always(turn -> turn.status(503, "", "Retry-After", "60"));
        assertTrue(answered(provider).error().contains("overloaded (503)"));
        assertTrue(answered(provider).error().contains("overloaded (503)"));
        Heard.Ended refused = answered(provider);
        assertTrue(refused.error().contains("failed several times in a row"), refused.error());
        assertEquals(new Usage(0, 0, false), refused.usage());
        assertEquals(2, fake.calls());
    }

    @Test
    void oneThatWorksAgainIsFoundOut() throws Exception {
        AiProvider provider = provider(Samples.breaker(1, Duration.ofNanos(1)));
        fake.script(turn -> turn.status(503, "", "Retry-After", "60"));
        fake.always(turn -> voice.say(turn, "a").finish(turn, Voice.Why.DONE));
        assertEquals(Reason.FAILED, answered(provider).reason());
        assertEquals(Reason.DONE, answered(provider).reason());
        assertEquals(Reason.DONE, answered(provider).reason());
    }

    @Test
    void aLimitOrABadKeyIsNoReasonToLeaveItAlone() throws Exception {
        AiProvider provider = provider(Samples.breaker(1, Duration.ofHours(1)));
        for (int status : List.of(429, 401, 400)) {
            fake.script(turn -> turn.status(status, "", "Retry-After", "60"));
            assertEquals(Reason.FAILED, answered(provider).reason());
        }
        fake.always(turn -> voice.say(turn, "a").finish(turn, Voice.Why.DONE));
        assertEquals(Reason.DONE, answered(provider).reason());
    }
}
