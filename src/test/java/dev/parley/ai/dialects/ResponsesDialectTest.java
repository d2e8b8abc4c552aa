package dev.parley.ai.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.ai.RecordingSink;
import dev.parley.model.EndReason;
import dev.parley.testing.FakeTurn;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponsesDialectTest extends DialectContract<ResponsesVoice> {
    ResponsesDialectTest() {
        super(new ResponsesVoice());
    }

    @Test
    void stepsGoBackAsItems() throws Exception {
        FakeTurn turn = sent(prompt(List.of(SEARCH), List.of(step())));
        assertEquals("/v1/responses", turn.uri());
        assertEquals("Bearer " + Voice.KEY, turn.header("Authorization"));
        JsonObject body = turn.body();
        assertTrue(body.getString("instructions").startsWith("Be brief."));
        assertEquals(false, body.getBoolean("store"));
        assertEquals(new JsonArray().add("reasoning.encrypted_content"), body.getJsonArray("include"));
        assertEquals(
                new JsonArray(
                        """
                        [{"role":"user","content":"[Ann] What now?"},
                         {"role":"assistant","content":"Let me see."},
                         {"type":"function_call","call_id":"c1","name":"search","arguments":"{\\"q\\":\\"x\\"}"},
                         {"type":"function_call","call_id":"c2","name":"search","arguments":"{}"},
                         {"type":"function_call_output","call_id":"c1","output":"found x"},
                         {"type":"function_call_output","call_id":"c2","output":"no"}]"""),
                body.getJsonArray("input"));
        assertEquals(
                new JsonArray()
                        .add(new JsonObject()
                                .put("type", "function")
                                .put("name", "search")
                                .put("description", "Searches.")
                                .put("parameters", SEARCH.parameters())
                                .put("strict", false)),
                body.getJsonArray("tools"));
        assertFalse(body.containsKey("max_output_tokens"));
    }

    @Test
    void reasoningGoesBackInItsPlace() throws Exception {
        fake.script(turn -> {
            voice.begin(turn).think(turn).say(turn, "Well. ");
            voice.item(
                    turn, "done", 8, new JsonObject().put("type", "reasoning").put("id", "rs_lost"));
            voice.ask(turn, List.of(Voice.Call.of("t1", "search", "{}"))).finish(turn, Voice.Why.TOOLS);
        });
        JsonArray input = sentAfter(asked()).getJsonArray("input");
        assertEquals(
                new JsonArray(
                        """
                        [{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"c2VjcmV0"},
                         {"role":"assistant","content":"Well. "},
                         {"type":"function_call","call_id":"t1","name":"search","arguments":"{}"},
                         {"type":"function_call_output","call_id":"t1","output":"found"}]"""),
                new JsonArray(input.stream().skip(1).toList()));
    }

    @Test
    void aServerThatDoesNotStreamItsItemsIsUnderstood() throws Exception {
        fake.script(turn -> {
            voice.send(
                    turn,
                    "response.completed",
                    new JsonObject(
                            """
                            {"response":{"status":"completed","output":[
                              {"type":"message","content":[{"type":"output_text","text":"Hello."}]}]}}"""));
            turn.data("[DONE]").end();
        });
        ask();
        assertEquals(EndReason.DONE, recordingSink.end().reason());
        assertEquals("Hello.", recordingSink.text());
    }

    @Test
    void aReasonThatIsNotKnownIsNoSuccess() throws Exception {
        fake.script(turn -> {
            voice.begin(turn).say(turn, "a");
            voice.send(
                    turn,
                    "response.incomplete",
                    new JsonObject("{\"response\":{\"incomplete_details\":{\"reason\":\"bored\"}}}"));
            turn.end();
        });
        ask();
        RecordingSink.Ended ended = recordingSink.end();
        assertEquals(EndReason.FAILED, ended.reason());
        assertTrue(ended.error().endsWith("(bored)"), ended.error());
    }
}
