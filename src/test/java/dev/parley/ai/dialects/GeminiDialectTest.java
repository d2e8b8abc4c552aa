package dev.parley.ai.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.ai.RecordingSink;
import dev.parley.ai.Samples;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import dev.parley.testing.FakeTurn;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeminiDialectTest extends DialectContract<GeminiVoice> {
    GeminiDialectTest() {
        super(new GeminiVoice());
    }

    @Test
    void stepsGoBackAsParts() throws Exception {
        FakeTurn turn = sent(prompt(List.of(SEARCH), List.of(step())));
        assertEquals("/v1beta/models/model-1:streamGenerateContent?alt=sse", turn.uri());
        assertEquals(Voice.KEY, turn.header("x-goog-api-key"));
        JsonObject body = turn.body();
        assertEquals(
                new JsonArray(
                        """
                        [{"role":"user","parts":[{"text":"[Ann] What now?"}]},
                         {"role":"model","parts":[{"text":"Let me see."},
                           {"functionCall":{"id":"c1","name":"search","args":{"q":"x"}},
                            "thoughtSignature":"skip_thought_signature_validator"},
                           {"functionCall":{"id":"c2","name":"search","args":{}},
                            "thoughtSignature":"skip_thought_signature_validator"}]},
                         {"role":"user","parts":[
                           {"functionResponse":{"id":"c1","name":"search","response":{"output":"found x"}}},
                           {"functionResponse":{"id":"c2","name":"search","response":{"error":"no"}}}]}]"""),
                body.getJsonArray("contents"));
        assertEquals(
                new JsonArray()
                        .add(new JsonObject()
                                .put("name", "search")
                                .put("description", "Searches.")
                                .put("parametersJsonSchema", SEARCH.parameters())),
                body.getJsonArray("tools").getJsonObject(0).getJsonArray("functionDeclarations"));
        assertFalse(body.containsKey("generationConfig"));
    }

    @Test
    void aStopOnEveryChunkIsNotTheEnd() throws Exception {
        String stop = "\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"trafficType\":\"ON_DEMAND\"}}";
        fake.script(turn -> {
            voice.data(turn, "{\"candidates\":[{" + stop);
            voice.data(turn, "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Well. \"}]}," + stop);
            voice.data(
                    turn,
                    "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"id\":7,\"name\":\"search\"}}]},"
                            + stop);
            voice.finish(turn, Voice.Why.DONE);
        });
        ask(provider(Samples.config()), prompt(List.of(SEARCH), List.of()));
        RecordingSink.Asked asked = recordingSink.asked();
        assertEquals("Well. ", recordingSink.text());
        assertEquals("7", asked.calls().get(0).call());
        assertEquals(new TokenUsage(Voice.INPUT, Voice.OUTPUT, false), asked.usage());
    }

    @Test
    void aStopThatNothingFollowsIsNotTheEndEither() throws Exception {
        ask(provider(Samples.patience(Duration.ofSeconds(20), Duration.ofMillis(300))), prompt(List.of(), List.of()));
        FakeTurn turn = fake.nextCall();
        voice.data(turn, "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"finishReason\":\"STOP\"}]}");
        assertTrue(recordingSink.end().error().startsWith("the provider sent nothing for"));
    }

    @Test
    void signaturesGoBackWithTheirParts() throws Exception {
        fake.script(turn -> {
            voice.data(
                    turn,
                    """
                    {"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"Well.","thoughtSignature":"s1"},
                    {"functionCall":{"id":"a","name":"search","args":{}},"thoughtSignature":"s2"},
                    {"functionCall":{"id":"b","name":"search","args":{}}},{"text":"","thoughtSignature":"s3"}]}}]}"""
                            .replace("\n", ""));
            voice.finish(turn, Voice.Why.DONE);
        });
        assertEquals(
                new JsonArray(
                        """
                        [{"text":"Well.","thoughtSignature":"s1"},
                         {"functionCall":{"id":"a","name":"search","args":{}},"thoughtSignature":"s2"},
                         {"functionCall":{"id":"b","name":"search","args":{}}},
                         {"text":"","thoughtSignature":"s3"}]"""),
                sentAfter(asked()).getJsonArray("contents").getJsonObject(1).getJsonArray("parts"));
    }

    @Test
    void aReasonThatIsNotKnownIsNoSuccess() throws Exception {
        fake.script(turn -> {
            voice.say(turn, "a").data(turn, "{\"candidates\":[{\"finishReason\":\"BORED\"}]}");
            turn.end();
        });
        ask();
        assertTrue(recordingSink.end().error().endsWith("(BORED)"));
    }

    @Test
    void aQuestionThatIsBlockedIsAFailure() throws Exception {
        fake.script(turn -> {
            voice.data(turn, "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}");
            turn.end();
        });
        ask();
        RecordingSink.Ended ended = recordingSink.end();
        assertEquals(EndReason.FAILED, ended.reason());
        assertEquals("the provider's content filter blocked the question", ended.error());
        assertEquals(1, fake.calls());
    }
}
