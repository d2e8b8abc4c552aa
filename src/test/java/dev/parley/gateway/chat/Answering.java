package dev.parley.gateway.chat;

import dev.parley.contract.AnswerFrame;
import dev.parley.model.ToolCall;
import dev.parley.model.ToolCall.State;
import dev.parley.model.TurnSnapshot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The frames of one answer, as a room sends them, and its entry in a {@code ready} frame at any point. */
final class Answering {
    static final String TURN = "T";

    private final List<JsonObject> frames = new ArrayList<>();
    private final List<TurnSnapshot> entries = new ArrayList<>();
    private final JsonArray calls = new JsonArray();
    private int attempt = 1;
    private String text = "";

    Answering() {
        add(chunk(0, ""));
    }

    private JsonObject chunk(int offset, String content) {
        return frame("chunk")
                .put("assistant", "bot")
                .put("attempt", attempt)
                .put("offset", offset)
                .put("content", content);
    }

    private static JsonObject frame(String type) {
        return new JsonObject().put("type", type).put("room", "r").put("turn", TURN);
    }

    private void add(JsonObject frame) {
        frames.add(frame);
        List<ToolCall> used =
                calls.stream().map(call -> ToolCall.of((JsonObject) call)).toList();
        entries.add(new TurnSnapshot(TURN, "bot", attempt, 1, "ann", text, used));
    }

    Answering say(String piece) {
        JsonObject chunk = chunk(text.length(), piece);
        text += piece;
        add(chunk);
        return this;
    }

    /** The node died, and another one begins again. */
    Answering again() {
        attempt++;
        text = "";
        add(chunk(0, ""));
        return this;
    }

    Answering call(String id, State state, String result) {
        ToolCall call = new ToolCall(id, "weather", "{\"city\":\"Ulm\"}", state, result, offsetOf(id), 0);
        for (int i = calls.size() - 1; i >= 0; i--) {
            if (calls.getJsonObject(i).getString("call").equals(id)) {
                calls.remove(i);
            }
        }
        calls.add(call.toJson());
        add(frame("tool").mergeIn(call.toJson()));
        return this;
    }

    private int offsetOf(String id) {
        return calls.stream()
                .map(JsonObject.class::cast)
                .filter(c -> c.getString("call").equals(id))
                .findFirst()
                .map(c -> c.getInteger("offset"))
                .orElse(text.length());
    }

    Answering end(String reason) {
        frames.add(frame("complete")
                .put("reason", reason)
                .put("content", text)
                .put("seq", 2)
                .put("message", new JsonObject().put("from", new JsonObject().put("id", "bot")))
                .put("usage", new JsonObject().put("input", 3).put("output", 4).put("estimated", false)));
        return this;
    }

    String text() {
        return text;
    }

    List<JsonObject> frames() {
        return frames;
    }

    /** How far it is after the frame at this index. */
    TurnSnapshot entry(int index) {
        return entries.get(index);
    }

    /** How many frames there are before its end. */
    int length() {
        return entries.size();
    }

    /** Hands a frame to a track. */
    static void put(AnswerFollower track, JsonObject frame) {
        AnswerFrame read =
                AnswerFrame.read(frame.getLong("seq", 0L), frame.encode().getBytes(StandardCharsets.UTF_8));
        if (read instanceof AnswerFrame.Chunk chunk) {
            track.chunk(chunk);
        } else if (read instanceof AnswerFrame.Tool tool) {
            track.tool(tool.call());
        } else {
            track.complete((AnswerFrame.End) read);
        }
    }
}
