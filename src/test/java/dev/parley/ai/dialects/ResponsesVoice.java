package dev.parley.ai.dialects;

import dev.parley.ai.Samples;
import dev.parley.ai.provider.Dialect;
import dev.parley.ai.responses.Responses;
import dev.parley.config.AssistantConfig;
import dev.parley.config.Preset;
import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

class ResponsesVoice extends Voice {
    private boolean inText;

    @Override
    public Dialect dialect() {
        return new Responses();
    }

    @Override
    public AssistantConfig assistant(FakeOpenAi fake) {
        return Samples.remote(Preset.OPENAI_RESPONSES, fake.origin() + "/v1", KEY);
    }

    @Override
    public Voice begin(FakeTurn turn) {
        inText = false;
        JsonObject response = new JsonObject().put("status", "in_progress").put("output", new JsonArray());
        send(turn, "response.created", new JsonObject().put("response", response));
        return send(turn, "response.in_progress", new JsonObject().put("response", response));
    }

    @Override
    public Voice say(FakeTurn turn, String text) {
        if (!inText) {
            inText = true;
            item(turn, "added", 0, new JsonObject().put("type", "message").put("content", new JsonArray()));
        }
        return send(
                turn,
                "response.output_text.delta",
                new JsonObject().put("output_index", 0).put("delta", text));
    }

    @Override
    public Voice think(FakeTurn turn) {
        JsonObject item =
                new JsonObject().put("type", "reasoning").put("id", "rs_1").put("summary", new JsonArray());
        item(turn, "added", 9, item);
        return item(turn, "done", 9, item.copy().put("encrypted_content", "c2VjcmV0"));
    }

    @Override
    public Voice ask(FakeTurn turn, List<Call> calls) {
        for (int i = 0; i < calls.size(); i++) {
            item(turn, "added", i + 1, call(calls.get(i), ""));
        }
        int most = calls.stream().mapToInt(call -> call.pieces().size()).max().orElse(0);
        for (int piece = 0; piece < most; piece++) {
            for (int i = 0; i < calls.size(); i++) {
                List<String> pieces = calls.get(i).pieces();
                if (piece < pieces.size()) {
                    send(
                            turn,
                            "response.function_call_arguments.delta",
                            new JsonObject().put("output_index", i + 1).put("delta", pieces.get(piece)));
                }
            }
        }
        for (int i = 0; i < calls.size(); i++) {
            item(
                    turn,
                    "done",
                    i + 1,
                    call(calls.get(i), String.join("", calls.get(i).pieces())));
        }
        return this;
    }

    private static JsonObject call(Call call, String arguments) {
        return new JsonObject()
                .put("type", "function_call")
                .put("id", "fc_1")
                .put("call_id", call.id())
                .put("name", call.name())
                .put("arguments", arguments);
    }

    @Override
    public Voice finish(FakeTurn turn, Why why) {
        JsonObject usage = new JsonObject().put("input_tokens", INPUT).put("output_tokens", OUTPUT);
        String reason =
                switch (why) {
                    case DONE, TOOLS -> "";
                    case LENGTH -> "max_output_tokens";
                    case FILTERED -> "content_filter";
                };
        String status = reason.isEmpty() ? "completed" : "incomplete";
        JsonObject response = new JsonObject().put("status", status).put("usage", usage);
        response.put("incomplete_details", reason.isEmpty() ? null : new JsonObject().put("reason", reason));
        send(turn, "response." + status, new JsonObject().put("response", response));
        turn.end();
        return this;
    }

    @Override
    public Voice almostFinish(FakeTurn turn) {
        return item(turn, "done", 0, new JsonObject().put("type", "message").put("content", new JsonArray()));
    }

    @Override
    public Voice fail(FakeTurn turn) {
        JsonObject error =
                new JsonObject().put("code", "vector_store_timed_out_2").put("message", KEY);
        JsonObject response = new JsonObject().put("status", "failed").put("error", error);
        return send(turn, "response.failed", new JsonObject().put("response", response));
    }

    @Override
    public boolean overload(FakeTurn turn) {
        send(turn, "error", new JsonObject().put("code", "server_error").put("message", KEY));
        return true;
    }

    @Override
    public Voice data(FakeTurn turn, String data) {
        return event(turn, "response.output_text.delta", data);
    }

    @Override
    public Voice huge(FakeTurn turn) {
        return data(turn, "x".repeat(2 << 20));
    }

    Voice item(FakeTurn turn, String what, int place, JsonObject item) {
        return send(
                turn,
                "response.output_item." + what,
                new JsonObject().put("output_index", place).put("item", item));
    }

    Voice send(FakeTurn turn, String type, JsonObject data) {
        return event(turn, type, data.copy().put("type", type));
    }
}
