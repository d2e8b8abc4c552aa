package dev.parley.ai.dialects;

import dev.parley.ai.Samples;
import dev.parley.ai.anthropic.Anthropic;
import dev.parley.ai.provider.Dialect;
import dev.parley.config.AssistantConfig;
import dev.parley.config.Preset;
import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import io.vertx.core.json.JsonObject;
import java.util.List;

class AnthropicVoice extends Voice {
    private boolean inText;

    @Override
    public Dialect dialect() {
        return new Anthropic();
    }

    @Override
    public AssistantConfig assistant(FakeOpenAi fake) {
        return Samples.remote(Preset.ANTHROPIC, fake.origin() + "/v1", KEY);
    }

    @Override
    public Voice begin(FakeTurn turn) {
        inText = false;
        JsonObject usage = new JsonObject().put("input_tokens", INPUT - 2).put("cache_read_input_tokens", 2);
        send(
                turn,
                "message_start",
                new JsonObject().put("message", new JsonObject().put("usage", usage.put("output_tokens", 1))));
        return send(turn, "ping", new JsonObject());
    }

    @Override
    public Voice say(FakeTurn turn, String text) {
        if (!inText) {
            inText = true;
            start(turn, 0, new JsonObject().put("type", "text").put("text", ""));
        }
        return delta(turn, 0, new JsonObject().put("type", "text_delta").put("text", text));
    }

    @Override
    public Voice think(FakeTurn turn) {
        start(turn, 9, new JsonObject().put("type", "thinking").put("thinking", ""));
        delta(turn, 9, new JsonObject().put("type", "thinking_delta").put("thinking", "hm"));
        return delta(turn, 9, new JsonObject().put("type", "signature_delta").put("signature", "c2ln"));
    }

    @Override
    public Voice ask(FakeTurn turn, List<Call> calls) {
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            JsonObject block = new JsonObject().put("type", "tool_use").put("name", call.name());
            start(turn, i + 1, block.put("id", call.id()).put("input", new JsonObject()));
        }
        int most = calls.stream().mapToInt(call -> call.pieces().size()).max().orElse(0);
        for (int piece = 0; piece < most; piece++) {
            for (int i = 0; i < calls.size(); i++) {
                List<String> pieces = calls.get(i).pieces();
                if (piece < pieces.size()) {
                    JsonObject delta = new JsonObject().put("type", "input_json_delta");
                    delta(turn, i + 1, delta.put("partial_json", pieces.get(piece)));
                }
            }
        }
        return send(turn, "content_block_stop", new JsonObject().put("index", 1));
    }

    @Override
    public Voice finish(FakeTurn turn, Why why) {
        stop(
                turn,
                switch (why) {
                    case DONE -> "end_turn";
                    case LENGTH -> "max_tokens";
                    case TOOLS -> "tool_use";
                    case FILTERED -> "refusal";
                });
        send(turn, "message_stop", new JsonObject());
        turn.end();
        return this;
    }

    @Override
    public Voice almostFinish(FakeTurn turn) {
        return send(turn, "content_block_stop", new JsonObject().put("index", 0));
    }

    Voice stop(FakeTurn turn, String reason) {
        return send(
                turn,
                "message_delta",
                new JsonObject()
                        .put(
                                "delta",
                                new JsonObject().put("stop_reason", reason).putNull("stop_sequence"))
                        .put("usage", new JsonObject().put("output_tokens", OUTPUT)));
    }

    @Override
    public Voice fail(FakeTurn turn) {
        return error(turn, "invalid_request_error");
    }

    @Override
    public boolean overload(FakeTurn turn) {
        error(turn, "overloaded_error");
        return true;
    }

    private Voice error(FakeTurn turn, String type) {
        JsonObject error = new JsonObject().put("type", type).put("message", KEY);
        return send(turn, "error", new JsonObject().put("error", error));
    }

    @Override
    public Voice data(FakeTurn turn, String data) {
        return event(turn, "content_block_delta", data);
    }

    @Override
    public Voice huge(FakeTurn turn) {
        return data(turn, "x".repeat(2 << 20));
    }

    private void start(FakeTurn turn, int index, JsonObject block) {
        send(turn, "content_block_start", new JsonObject().put("index", index).put("content_block", block));
    }

    private Voice delta(FakeTurn turn, int index, JsonObject delta) {
        return send(
                turn,
                "content_block_delta",
                new JsonObject().put("index", index).put("delta", delta));
    }

    private Voice send(FakeTurn turn, String type, JsonObject data) {
        return event(turn, type, data.put("type", type));
    }
}
