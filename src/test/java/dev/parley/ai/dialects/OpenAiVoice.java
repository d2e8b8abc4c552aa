package dev.parley.ai.dialects;

import dev.parley.ai.Samples;
import dev.parley.ai.openai.OpenAi;
import dev.parley.ai.provider.Dialect;
import dev.parley.config.AssistantConfig;
import dev.parley.config.Preset;
import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

class OpenAiVoice extends Voice {
    @Override
    public Dialect dialect() {
        return new OpenAi();
    }

    @Override
    public AssistantConfig assistant(FakeOpenAi fake) {
        return Samples.remote(Preset.OPENAI, fake.origin() + "/v1", KEY);
    }

    @Override
    public Voice begin(FakeTurn turn) {
        return choice(turn, new JsonObject().put("role", "assistant").put("content", ""), null);
    }

    @Override
    public Voice say(FakeTurn turn, String text) {
        return choice(turn, new JsonObject().put("content", text), null);
    }

    @Override
    public Voice think(FakeTurn turn) {
        return choice(turn, new JsonObject().put("reasoning_content", "hm"), null);
    }

    @Override
    public Voice ask(FakeTurn turn, List<Call> calls) {
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            JsonObject function = new JsonObject().put("name", call.name()).put("arguments", "");
            JsonObject begun = new JsonObject().put("index", i).put("type", "function");
            tool(turn, (call.id().isEmpty() ? begun : begun.put("id", call.id())).put("function", function));
        }
        int most = calls.stream().mapToInt(call -> call.pieces().size()).max().orElse(0);
        for (int piece = 0; piece < most; piece++) {
            for (int i = 0; i < calls.size(); i++) {
                List<String> pieces = calls.get(i).pieces();
                if (piece < pieces.size()) {
                    JsonObject function = new JsonObject().put("arguments", pieces.get(piece));
                    tool(turn, new JsonObject().put("index", i).put("function", function));
                }
            }
        }
        return this;
    }

    private void tool(FakeTurn turn, JsonObject call) {
        choice(turn, new JsonObject().put("tool_calls", new JsonArray().add(call)), null);
    }

    @Override
    public Voice finish(FakeTurn turn, Why why) {
        String reason =
                switch (why) {
                    case DONE -> "stop";
                    case LENGTH -> "length";
                    case TOOLS -> "tool_calls";
                    case FILTERED -> "content_filter";
                };
        choice(turn, new JsonObject(), reason);
        JsonObject usage = new JsonObject().put("prompt_tokens", INPUT).put("completion_tokens", OUTPUT);
        event(turn, "", new JsonObject().put("choices", new JsonArray()).put("usage", usage));
        data(turn, "[DONE]");
        turn.end();
        return this;
    }

    @Override
    public Voice almostFinish(FakeTurn turn) {
        return choice(turn, new JsonObject(), null);
    }

    @Override
    public Voice fail(FakeTurn turn) {
        return data(turn, "{\"error\":{\"message\":\"" + KEY + " broke\"}}");
    }

    @Override
    public boolean overload(FakeTurn turn) {
        data(turn, "{\"error\":{\"code\":503,\"message\":\"" + KEY + "\"}}");
        return true;
    }

    @Override
    public Voice data(FakeTurn turn, String data) {
        return event(turn, "", data);
    }

    @Override
    public Voice huge(FakeTurn turn) {
        return data(turn, "x".repeat(2 << 20));
    }

    private Voice choice(FakeTurn turn, JsonObject delta, String finish) {
        JsonObject choice = new JsonObject().put("index", 0).put("delta", delta).put("finish_reason", finish);
        return event(turn, "", new JsonObject().put("choices", new JsonArray().add(choice)));
    }
}
