package dev.parley.ai.dialects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.ai.RecordingSink;
import dev.parley.config.AssistantConfig;
import dev.parley.config.AwsConfig;
import dev.parley.model.EndReason;
import dev.parley.testing.FakeTurn;
import dev.parley.testing.TestConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BedrockDialectTest extends DialectContract<BedrockVoice> {
    BedrockDialectTest() {
        super(new BedrockVoice());
    }

    @Test
    void stepsGoBackAsBlocks() throws Exception {
        FakeTurn turn = sent(prompt(List.of(SEARCH), List.of(step())));
        assertEquals("/model/model-1/converse-stream", turn.uri());
        assertEquals("Bearer " + Voice.KEY, turn.header("Authorization"));
        JsonObject body = turn.body();
        assertEquals(
                new JsonArray(
                        """
                        [{"role":"user","content":[{"text":"[Ann] What now?"}]},
                         {"role":"assistant","content":[{"text":"Let me see."},
                           {"toolUse":{"toolUseId":"c1","name":"search","input":{"q":"x"}}},
                           {"toolUse":{"toolUseId":"c2","name":"search","input":{}}}]},
                         {"role":"user","content":[
                           {"toolResult":{"toolUseId":"c1","content":[{"text":"found x"}],"status":"success"}},
                           {"toolResult":{"toolUseId":"c2","content":[{"text":"no"}],"status":"error"}}]}]"""),
                body.getJsonArray("messages"));
        assertEquals(
                SEARCH.parameters(),
                body.getJsonObject("toolConfig")
                        .getJsonArray("tools")
                        .getJsonObject(0)
                        .getJsonObject("toolSpec")
                        .getJsonObject("inputSchema")
                        .getJsonObject("json"));
    }

    @Test
    void withoutAnApiKeyTheRequestIsSigned() throws Exception {
        AssistantConfig signing = TestConfig.changed(
                voice.assistant(fake),
                "model",
                "vendor.model-v1:0",
                "apiKey",
                "",
                "maxTokens",
                7,
                "aws",
                new AwsConfig("eu-west-3", "AKID", "secret", "token"));
        FakeTurn turn = sent(prompt(signing, List.of(), "", List.of(), List.of()));
        assertEquals("/model/vendor.model-v1%3A0/converse-stream", turn.uri());
        assertEquals(fake.origin(), "http://" + turn.header("Host"), "as it was signed");
        assertEquals("token", turn.header("X-Amz-Security-Token"));
        String authorization = turn.header("Authorization");
        assertTrue(
                authorization.matches("AWS4-HMAC-SHA256 Credential=AKID/\\d{8}/eu-west-3/bedrock/aws4_request,"
                        + " SignedHeaders=host;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}"),
                authorization);
        assertEquals(7, turn.body().getJsonObject("inferenceConfig").getInteger("maxTokens"));
    }

    @Test
    void reasoningGoesBackInItsPlace() throws Exception {
        fake.script(turn -> {
            voice.begin(turn).think(turn);
            voice.data(turn, "{\"contentBlockIndex\":9,\"delta\":{\"reasoningContent\":{\"text\":\"m\"}}}");
            voice.data(turn, "{\"contentBlockIndex\":9,\"delta\":{\"reasoningContent\":{\"signature\":\"c2ln\"}}}");
            voice.data(
                    turn, "{\"contentBlockIndex\":8,\"delta\":{\"reasoningContent\":{\"redactedContent\":\"eA==\"}}}");
            voice.ask(turn, List.of(Voice.Call.of("t1", "search", "{}"))).finish(turn, Voice.Why.TOOLS);
        });
        assertEquals(
                new JsonArray(
                        """
                        [{"reasoningContent":{"reasoningText":{"text":"hmm","signature":"c2ln"}}},
                         {"reasoningContent":{"redactedContent":"eA=="}},
                         {"toolUse":{"toolUseId":"t1","name":"search","input":{}}}]"""),
                sentAfter(asked()).getJsonArray("messages").getJsonObject(1).getJsonArray("content"));
    }

    @Test
    void aReasonThatIsNotKnownIsNoSuccess() throws Exception {
        fake.script(turn -> {
            voice.begin(turn).say(turn, "a");
            voice.stop(turn, "bored");
            turn.end();
        });
        ask();
        RecordingSink.Ended ended = recordingSink.end();
        assertEquals(EndReason.FAILED, ended.reason());
        assertTrue(ended.error().endsWith("(bored)"), ended.error());
    }

    @Test
    void anAnswerWithoutItsUsageIsWhole() throws Exception {
        fake.script(turn -> {
            voice.begin(turn).say(turn, "a");
            voice.stop(turn, "end_turn");
            turn.end();
        });
        ask();
        RecordingSink.Ended ended = recordingSink.end();
        assertEquals(EndReason.DONE, ended.reason());
        assertTrue(ended.usage().estimated());
    }

    /** The first length, the headers' length, the checksum of both, a header, the payload, the last checksum. */
    @ParameterizedTest
    @ValueSource(ints = {3, 7, 11, 14, -10, -1})
    void aDamagedFrameIsAFailure(int at) throws Exception {
        fake.script(turn -> {
            voice.begin(turn).say(turn, "a");
            Buffer frame = BedrockVoice.frame(
                    Map.of(":message-type", "event", ":event-type", "contentBlockDelta"),
                    "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"b\"}}");
            int place = at < 0 ? frame.length() + at : at;
            frame.setByte(place, (byte) (frame.getByte(place) ^ 1));
            turn.raw(frame);
        });
        ask();
        assertEquals("the provider's stream is damaged", recordingSink.end().error());
        assertEquals("a", recordingSink.text());
    }

    @Test
    void anErrorOfTheStreamIsAFailure() throws Exception {
        fake.script(turn -> {
            voice.begin(turn).say(turn, "a");
            turn.raw(BedrockVoice.frame(Map.of(":message-type", "error", ":error-code", "InternalError"), ""));
        });
        ask();
        assertTrue(recordingSink.end().error().contains("reported an error"));
    }
}
