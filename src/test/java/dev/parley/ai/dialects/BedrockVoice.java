package dev.parley.ai.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.parley.ai.Samples;
import dev.parley.ai.bedrock.Bedrock;
import dev.parley.ai.provider.Dialect;
import dev.parley.config.AssistantConfig;
import dev.parley.config.Preset;
import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

class BedrockVoice extends Voice {
    @Override
    public Dialect dialect() {
        return new Bedrock(Clock.systemUTC());
    }

    @Override
    public AssistantConfig assistant(FakeOpenAi fake) {
        return Samples.remote(Preset.BEDROCK, fake.origin(), KEY);
    }

    @Override
    public Voice begin(FakeTurn turn) {
        turn.type("application/vnd.amazon.eventstream");
        return send(turn, "messageStart", new JsonObject().put("role", "assistant"));
    }

    @Override
    public Voice say(FakeTurn turn, String text) {
        return delta(turn, 0, new JsonObject().put("text", text));
    }

    @Override
    public Voice think(FakeTurn turn) {
        return delta(turn, 9, new JsonObject().put("reasoningContent", new JsonObject().put("text", "hm")));
    }

    @Override
    public Voice ask(FakeTurn turn, List<Call> calls) {
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            JsonObject use = new JsonObject().put("toolUseId", call.id()).put("name", call.name());
            send(
                    turn,
                    "contentBlockStart",
                    new JsonObject()
                            .put("contentBlockIndex", i + 1)
                            .put("start", new JsonObject().put("toolUse", use)));
        }
        int most = calls.stream().mapToInt(call -> call.pieces().size()).max().orElse(0);
        for (int piece = 0; piece < most; piece++) {
            for (int i = 0; i < calls.size(); i++) {
                List<String> pieces = calls.get(i).pieces();
                if (piece < pieces.size()) {
                    JsonObject use = new JsonObject().put("input", pieces.get(piece));
                    delta(turn, i + 1, new JsonObject().put("toolUse", use));
                }
            }
        }
        return send(turn, "contentBlockStop", new JsonObject().put("contentBlockIndex", 1));
    }

    @Override
    public Voice finish(FakeTurn turn, Why why) {
        stop(
                turn,
                switch (why) {
                    case DONE -> "end_turn";
                    case LENGTH -> "max_tokens";
                    case TOOLS -> "tool_use";
                    case FILTERED -> "guardrail_intervened";
                });
        JsonObject usage = new JsonObject().put("inputTokens", INPUT).put("outputTokens", OUTPUT);
        send(turn, "metadata", new JsonObject().put("usage", usage));
        turn.end();
        return this;
    }

    Voice stop(FakeTurn turn, String reason) {
        return send(turn, "messageStop", new JsonObject().put("stopReason", reason));
    }

    @Override
    public Voice almostFinish(FakeTurn turn) {
        return send(turn, "contentBlockStop", new JsonObject().put("contentBlockIndex", 0));
    }

    @Override
    public Voice fail(FakeTurn turn) {
        return exception(turn, "somethingNewException");
    }

    @Override
    public boolean overload(FakeTurn turn) {
        exception(turn, "serviceUnavailableException");
        return true;
    }

    private Voice exception(FakeTurn turn, String type) {
        turn.raw(frame(
                Map.of(":message-type", "exception", ":exception-type", type),
                new JsonObject().put("message", KEY).encode()));
        return this;
    }

    @Override
    public Voice data(FakeTurn turn, String data) {
        turn.raw(frame(Map.of(":message-type", "event", ":event-type", "contentBlockDelta"), data));
        return this;
    }

    @Override
    public Voice huge(FakeTurn turn) {
        return data(turn, "x".repeat(2 << 20));
    }

    private Voice delta(FakeTurn turn, int index, JsonObject delta) {
        return send(
                turn,
                "contentBlockDelta",
                new JsonObject().put("contentBlockIndex", index).put("delta", delta));
    }

    private Voice send(FakeTurn turn, String type, JsonObject event) {
        turn.raw(frame(Map.of(":message-type", "event", ":event-type", type), text(event)));
        return this;
    }

    @Override
    public Voice raw(FakeTurn turn, String text) {
        turn.type("application/json");
        return super.raw(turn, text);
    }

    static Buffer frame(Map<String, String> headers, String payload) {
        Buffer head = Buffer.buffer();
        // One of each other kind: they must be skipped.
        head.appendByte((byte) 1).appendString("t").appendByte((byte) 0);
        head.appendByte((byte) 1).appendString("i").appendByte((byte) 4).appendInt(7);
        headers.forEach((name, value) -> head.appendByte((byte) name.length())
                .appendString(name)
                .appendByte((byte) 7)
                .appendShort((short) value.length())
                .appendString(value));
        byte[] body = payload.getBytes(UTF_8);
        Buffer frame =
                Buffer.buffer().appendInt(16 + head.length() + body.length).appendInt(head.length());
        frame.appendInt(crc(frame)).appendBuffer(head).appendBytes(body);
        return frame.appendInt(crc(frame));
    }

    private static int crc(Buffer bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes.getBytes());
        return (int) crc.getValue();
    }
}
