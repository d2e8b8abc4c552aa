package dev.parley.bench.model;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The events of an answer, created once for all answers: {@code word1 word2 …}, each one token. */
final class NumberedWords {
    private final List<Buffer> events = new ArrayList<>();
    private final Buffer end;

    NumberedWords(String model, int tokens) {
        for (int i = 1; i <= tokens; i++) {
            events.add(event(model, new JsonObject().put("content", "word" + i + " "), null));
        }
        JsonObject usage = new JsonObject()
                .put("id", "bench")
                .put("object", "chat.completion.chunk")
                .put("model", model)
                .put("choices", new JsonArray())
                .put("usage", new JsonObject().put("prompt_tokens", 1).put("completion_tokens", tokens));
        end = event(model, new JsonObject(), "stop")
                .appendBuffer(data(usage.encode()))
                .appendBuffer(data("[DONE]"));
    }

    int tokens() {
        return events.size();
    }

    /** The events of the tokens in {@code [first, end)}, counted from 0. */
    Buffer from(int first, int end) {
        Buffer buffer = Buffer.buffer();
        events.subList(first, end).forEach(buffer::appendBuffer);
        return buffer;
    }

    Buffer ending() {
        return end;
    }

    private static Buffer event(String model, JsonObject delta, String finish) {
        JsonObject choice = new JsonObject().put("index", 0).put("delta", delta).put("finish_reason", finish);
        return data(new JsonObject()
                .put("id", "bench")
                .put("object", "chat.completion.chunk")
                .put("model", model)
                .put("choices", new JsonArray().add(choice))
                .encode());
    }

    private static Buffer data(String data) {
        return Buffer.buffer("data: " + data + "\n\n");
    }
}
