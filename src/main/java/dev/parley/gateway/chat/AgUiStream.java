package dev.parley.gateway.chat;

import dev.parley.contract.AnswerFrame;
import dev.parley.model.TokenUsage;
import dev.parley.model.ToolCall;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one answer as AG-UI 1.0 events of one run: {@code RUN_STARTED}, text messages and tool calls, {@code
 * RUN_FINISHED} or {@code RUN_ERROR}.
 *
 * <p>Each step of the answer, a stretch of text and the tools after it, is one message; its id is {@code
 * turn.edition.step}, so a run that is resumed goes on in the message that the client has. When another attempt has
 * other text, a {@code CUSTOM} event {@code parley.restarted} says so and a new message holds all of it.
 *
 * <p>The room's shared state is a {@code STATE_SNAPSHOT}, its changes are {@code STATE_DELTA}s, its custom events are
 * {@code CUSTOM} under their own names, of which none begins with {@code parley.}
 *
 * <p>A tool that needs a person ends the run with the outcome {@code interrupt}, one interrupt for each such call; what
 * the person says comes with the next run's {@code resume}.
 */
final class AgUiStream implements AnswerRenderer {
    /** The name of the event that announces a new beginning. */
    static final String RESTARTED = "parley.restarted";

    private final JsonObject run;
    private final List<String> written = new ArrayList<>();
    private String turn = "";
    private int attempt;
    /** Rises when the answer has other text than before. */
    private int edition;

    /** Null as long as the room has none. */
    private SharedStateCopy sharedState;

    private int step;
    private boolean stepHasTools;
    private boolean inText;

    AgUiStream(String threadId, String runId) {
        this.run = new JsonObject().put("threadId", threadId).put("runId", runId);
    }

    @Override
    public void onBegin(String turn, String assistant, ResumePoint resumePoint) {
        this.turn = turn;
        this.edition = resumePoint.edition();
        write(event("RUN_STARTED")
                .mergeIn(run)
                .put("metadata", new JsonObject().put("turn", turn).put("assistant", assistant)));
    }

    @Override
    public void onAttempt(int attempt) {
        this.attempt = attempt;
    }

    /** The id of the step's message. */
    private String message() {
        return turn + "." + edition + "." + step;
    }

    @Override
    public void onText(String piece, boolean known) {
        if (stepHasTools) {
            stepHasTools = false;
            step++;
        }
        if (known) {
            return;
        }
        if (!inText) {
            inText = true;
            write(event("TEXT_MESSAGE_START").put("messageId", message()).put("role", "assistant"));
        }
        write(event("TEXT_MESSAGE_CONTENT").put("messageId", message()).put("delta", piece));
    }

    private void closeText() {
        if (inText) {
            inText = false;
            write(event("TEXT_MESSAGE_END").put("messageId", message()));
        }
    }

    @Override
    public void onToolCall(ToolCall call, boolean known) {
        closeText();
        stepHasTools = true;
        if (known) {
            return;
        }
        write(tool("TOOL_CALL_START", call).put("toolCallName", call.name()).put("parentMessageId", message()));
        write(tool("TOOL_CALL_ARGS", call).put("delta", call.arguments()));
        write(tool("TOOL_CALL_END", call));
        onToolChange(call);
    }

    @Override
    public void onToolChange(ToolCall call) {
        if (call.state().isSettled()) {
            String result = call.result() == null ? call.state().text() : call.result();
            write(tool("TOOL_CALL_RESULT", call)
                    .put("messageId", id(call) + "/result")
                    .put("role", "tool")
                    .put("content", result)
                    .put("metadata", new JsonObject().put("state", call.state().text())));
        }
    }

    @Override
    public void onState(long seq, JsonObject state) {
        sharedState = new SharedStateCopy(state);
        writeSnapshot(seq);
    }

    private void writeSnapshot(long seq) {
        write(event("STATE_SNAPSHOT")
                .put("snapshot", sharedState.json())
                .put("metadata", new JsonObject().put("seq", seq)));
    }

    @Override
    public void onStateChange(long seq, JsonObject patch) {
        boolean isFirst = sharedState == null;
        if (isFirst) {
            sharedState = new SharedStateCopy(new JsonObject());
        }
        JsonArray delta = sharedState.apply(patch);
        if (isFirst || !SharedStateCopy.isSafe(delta)) {
            writeSnapshot(seq);
        } else if (!delta.isEmpty()) {
            write(event("STATE_DELTA").put("delta", delta).put("metadata", new JsonObject().put("seq", seq)));
        }
    }

    @Override
    public void onCustomEvent(AnswerFrame.Custom event) {
        JsonObject metadata = new JsonObject().put("seq", event.seq()).put("by", event.by());
        write(event("CUSTOM")
                .put("name", event.name())
                .put("value", event.data())
                .put("metadata", metadata));
    }

    @Override
    public void onRestart() {
        closeText();
        edition++;
        step = 0;
        stepHasTools = false;
        JsonObject value = new JsonObject().put("turn", turn).put("attempt", attempt);
        write(event("CUSTOM").put("name", RESTARTED).put("value", value));
    }

    @Override
    public void onEnd(AnswerFrame.End end) {
        closeText();
        String reason = end.reason();
        JsonObject metadata =
                new JsonObject().put("reason", reason).put("seq", end.seq()).put("attempt", attempt);
        if (reason.equals("failed")) {
            write(event("RUN_ERROR")
                    .put("message", end.error() == null ? "the answer failed" : end.error())
                    .put("code", "failed")
                    .put("metadata", metadata));
            return;
        }
        String outcome = reason.equals("cancelled") ? "cancelled" : "success";
        JsonObject finished = finished(new JsonObject().put("type", outcome)).put("metadata", metadata);
        if (end.usage() != null) {
            finished.put("usage", new JsonArray().add(usage(end.usage())));
            metadata.put("usageEstimated", end.usage().estimated());
        }
        write(finished);
    }

    private JsonObject finished(JsonObject outcome) {
        return event("RUN_FINISHED").mergeIn(run).put("outcome", outcome);
    }

    private static JsonObject usage(TokenUsage usage) {
        return new JsonObject()
                .put("inputTokens", usage.input())
                .put("outputTokens", usage.output())
                .put("totalTokens", usage.input() + usage.output());
    }

    @Override
    public void onPause(List<ToolCall> waiting) {
        closeText();
        JsonArray interrupts = new JsonArray();
        waiting.forEach(call -> interrupts.add(interrupt(call)));
        write(finished(new JsonObject().put("type", "interrupt").put("interrupts", interrupts)));
    }

    private JsonObject interrupt(ToolCall call) {
        JsonObject approved = new JsonObject().put("type", "boolean");
        JsonObject interrupt = new JsonObject()
                .put("id", id(call))
                .put("reason", "tool_call")
                .put("message", "May " + call.name() + " be used?")
                .put("toolCallId", id(call))
                .put(
                        "responseSchema",
                        new JsonObject()
                                .put("type", "object")
                                .put("properties", new JsonObject().put("approved", approved))
                                .put("required", new JsonArray().add("approved")));
        return call.expiresAt() > 0
                ? interrupt.put(
                        "expiresAt", Instant.ofEpochMilli(call.expiresAt()).toString())
                : interrupt;
    }

    @Override
    public void onBreak(String code, String text) {
        closeText();
        write(event("RUN_ERROR").put("message", text).put("code", code));
    }

    @Override
    public List<String> take() {
        List<String> taken = List.copyOf(written);
        written.clear();
        return taken;
    }

    private void write(JsonObject event) {
        written.add(event.encode());
    }

    private static JsonObject event(String type) {
        return new JsonObject().put("type", type);
    }

    private JsonObject tool(String type, ToolCall call) {
        return event(type).put("toolCallId", id(call));
    }

    /** A model's ids of calls may come again in a later turn; a thread's may not. */
    private String id(ToolCall call) {
        return new CallRef(turn, call.call()).text();
    }
}
