package dev.parley.ai.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.ai.RecordingSink;
import dev.parley.ai.Samples;
import dev.parley.config.AssistantConfig;
import dev.parley.config.Preset;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import dev.parley.testing.FakeTurn;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicDialectTest extends DialectContract<AnthropicVoice> {
    AnthropicDialectTest() {
        super(new AnthropicVoice());
    }

    @Test
    void theSidesAlternateAndStepsGoBackAsBlocks() throws Exception {
        FakeTurn turn = sent(prompt(
                voice.assistant(fake),
                List.of(
                        Samples.line(1, Samples.BOT, "Hello."),
                        Samples.line(2, Samples.BOB, "hi"),
                        Samples.line(3, Samples.CID, "ho")),
                "",
                List.of(SEARCH),
                List.of(step())));
        assertEquals("/v1/messages", turn.uri());
        assertEquals(Voice.KEY, turn.header("x-api-key"));
        assertEquals("2023-06-01", turn.header("anthropic-version"));
        JsonObject body = turn.body();
        assertEquals(4096, body.getInteger("max_tokens"));
        assertEquals(true, body.getBoolean("stream"));
        assertEquals(
                new JsonArray(
                        """
                        [{"role":"user","content":[{"type":"text","text":"(What was said before this is not shown.)"}]},
                         {"role":"assistant","content":[{"type":"text","text":"Hello."}]},
                         {"role":"user","content":[{"type":"text","text":"[Bob] hi\\n\\n[Cid] ho\\n\\n[Ann] What now?"}]},
                         {"role":"assistant","content":[{"type":"text","text":"Let me see."},
                           {"type":"tool_use","id":"c1","name":"search","input":{"q":"x"}},
                           {"type":"tool_use","id":"c2","name":"search","input":{}}]},
                         {"role":"user","content":[
                           {"type":"tool_result","tool_use_id":"c1","content":"found x","is_error":false},
                           {"type":"tool_result","tool_use_id":"c2","content":"no","is_error":true}]}]"""),
                body.getJsonArray("messages"));
        assertEquals(
                new JsonArray()
                        .add(new JsonObject()
                                .put("name", "search")
                                .put("description", "Searches.")
                                .put("input_schema", SEARCH.parameters())),
                body.getJsonArray("tools"));
        assertFalse(body.containsKey("tool_choice"));
    }

    @Test
    void usedToolsAreSentAlsoWhenNoneMayBeUsedAnyMore() throws Exception {
        JsonObject body = sent(prompt(List.of(), List.of(step()))).body();
        assertEquals(1, body.getJsonArray("tools").size());
        assertEquals("none", body.getJsonObject("tool_choice").getString("type"));
    }

    @Test
    void reasoningGoesBackInItsPlace() throws Exception {
        fake.script(turn -> {
            voice.begin(turn);
            voice.event(
                    turn,
                    "content_block_start",
                    "{\"type\":\"content_block_start\",\"index\":8,"
                            + "\"content_block\":{\"type\":\"redacted_thinking\",\"data\":\"eA==\"}}");
            voice.think(turn).say(turn, "Well. ");
            voice.ask(turn, List.of(Voice.Call.of("t1", "search", "{}"))).finish(turn, Voice.Why.TOOLS);
        });
        assertEquals(
                new JsonArray(
                        """
                        [{"type":"redacted_thinking","data":"eA=="},
                         {"type":"thinking","thinking":"hm","signature":"c2ln"},
                         {"type":"text","text":"Well. "},
                         {"type":"tool_use","id":"t1","name":"search","input":{}}]"""),
                sentAfter(asked()).getJsonArray("messages").getJsonObject(1).getJsonArray("content"));
    }

    @Test
    void reasoningOfAnotherModelDoesNotGoBack() throws Exception {
        fake.script(turn -> {
            voice.begin(turn).think(turn);
            voice.ask(turn, List.of(Voice.Call.of("t1", "search", "{}"))).finish(turn, Voice.Why.TOOLS);
        });
        AssistantConfig mine = voice.assistant(fake);
        AssistantConfig other = mine.answeredBy(Preset.ANTHROPIC, "model-2", mine.baseUrl());
        String body = sentAfter(asked(other)).encode();
        assertFalse(body.contains("thinking"), body);
    }

    @Test
    void usageThatIsNotThereOverwritesNothing() throws Exception {
        fake.script(turn -> {
            voice.begin(turn).say(turn, "a");
            voice.event(
                    turn,
                    "message_delta",
                    "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":"
                            + "{\"input_tokens\":0,\"cache_read_input_tokens\":null,\"output_tokens\":3}}");
            voice.event(turn, "message_delta", "{\"type\":\"message_delta\",\"delta\":{},\"usage\":null}");
            turn.end(); // and no message_stop
        });
        ask();
        assertEquals(
                new RecordingSink.Ended(EndReason.DONE, new TokenUsage(Voice.INPUT, Voice.OUTPUT, false), null),
                recordingSink.end());
    }

    @ParameterizedTest
    @CsvSource({
        "stop_sequence,DONE",
        "model_context_window_exceeded,LENGTH",
        "pause_turn,FAILED",
        "refusal,FAILED",
        "something_new,FAILED"
    })
    void theStopReasonDecides(String stop, EndReason reason) throws Exception {
        fake.script(turn -> {
            voice.begin(turn).say(turn, "a");
            voice.stop(turn, stop).event(turn, "message_stop", "{\"type\":\"message_stop\"}");
            turn.end();
        });
        ask();
        assertEquals(reason, recordingSink.end().reason());
    }
}
