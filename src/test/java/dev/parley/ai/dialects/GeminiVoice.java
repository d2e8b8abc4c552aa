package dev.parley.ai.dialects;

import dev.parley.ai.Samples;
import dev.parley.ai.gemini.Gemini;
import dev.parley.ai.provider.Dialect;
import dev.parley.config.AssistantConfig;
import dev.parley.config.Preset;
import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

class GeminiVoice extends Voice {
    @Override
    public Dialect dialect() {
        return new Gemini();
    }

    @Override
    public AssistantConfig assistant(FakeOpenAi fake) {
        return Samples.remote(Preset.GEMINI, fake.origin() + "/v1beta", KEY);
    }

    @Override
    public Voice begin(FakeTurn turn) {
        return parts(turn, new JsonArray());
    }

    @Override
    public Voice say(FakeTurn turn, String text) {
        return parts(turn, new JsonArray().add(new JsonObject().put("text", text)));
    }

    @Override
    public Voice think(FakeTurn turn) {
        return parts(
                turn, new JsonArray().add(new JsonObject().put("text", "hm").put("thought", true)));
    }

    @Override
    public Voice ask(FakeTurn turn, List<Call> calls) {
        JsonArray parts = new JsonArray();
        for (Call call : calls) {
            JsonObject function = new JsonObject().put("name", call.name());
            if (!call.id().isEmpty()) {
                function.put("id", call.id());
            }
            String arguments = String.join("", call.pieces());
            if (!arguments.isEmpty()) {
                function.put("args", new JsonObject(arguments));
            }
            parts.add(new JsonObject().put("functionCall", function));
        }
        return parts(turn, parts);
    }

    @Override
    public Voice finish(FakeTurn turn, Why why) {
        String reason =
                switch (why) {
                    case DONE, TOOLS -> "STOP";
                    case LENGTH -> "MAX_TOKENS";
                    case FILTERED -> "SAFETY";
                };
        JsonObject usage = new JsonObject().put("promptTokenCount", INPUT);
        usage.put("candidatesTokenCount", OUTPUT - 1).put("thoughtsTokenCount", 1);
        event(
                turn,
                "",
                new JsonObject()
                        .put("candidates", new JsonArray().add(new JsonObject().put("finishReason", reason)))
                        .put("usageMetadata", usage));
        turn.end();
        return this;
    }

    @Override
    public Voice almostFinish(FakeTurn turn) {
        return event(turn, "", "{\"candidates\":[{\"finishReason\":\"FINISH_REASON_UNSPECIFIED\"}]}");
    }

    @Override
    public Voice fail(FakeTurn turn) {
        return data(turn, "{\"error\":{\"code\":400,\"status\":\"INVALID_ARGUMENT\",\"message\":\"" + KEY + "\"}}");
    }

    @Override
    public boolean overload(FakeTurn turn) {
        data(turn, "{\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\",\"message\":\"" + KEY + "\"}}");
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

    private Voice parts(FakeTurn turn, JsonArray parts) {
        JsonObject content = new JsonObject().put("role", "model").put("parts", parts);
        JsonObject candidate = new JsonObject().put("index", 0).put("content", content);
        return event(turn, "", new JsonObject().put("candidates", new JsonArray().add(candidate)));
    }
}
