package dev.parley.gateway.chat;

import dev.parley.contract.AnswerFrame;
import dev.parley.model.TokenUsage;
import dev.parley.model.ToolCall;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one answer as the Vercel AI SDK's UI message stream, version 1 (its {@code uiMessageChunkSchema}): {@code
 * start}, steps with text and tools, {@code finish}, {@code [DONE]}. A message's id is its turn's. Each stretch of text
 * is a part of its own; text after a tool begins a new step.
 *
 * <p>When another attempt has other text, a {@code data-restarted} part says so, and a new text part holds all of it:
 * the text after the last {@code data-restarted} is the answer.
 *
 * <p>The room's shared state and its custom events are {@code data-state} and {@code data-event} parts.
 *
 * <p>A stream that stops for a person's permission ends with {@code finish} and {@code tool-calls}, for the SDK sends
 * what the person says only when the stream is over.
 */
final class UiMessageStream implements AnswerRenderer {
    /** The type of the part that announces a new beginning. */
    static final String RESTARTED = "data-restarted";

    private static final String END = "[DONE]";

    private final List<String> written = new ArrayList<>();
    private String turn = "";
    private int attempt;
    private boolean stepHasTools;
    private boolean inStep;
    private int texts;
    private String openText;

    @Override
    public void onBegin(String turn, String assistant, ResumePoint resumePoint) {
        this.turn = turn;
        write(part("start")
                .put("messageId", turn)
                .put("messageMetadata", new JsonObject().put("assistant", assistant)));
        startStep();
    }

    @Override
    public void onAttempt(int attempt) {
        this.attempt = attempt;
    }

    private void startStep() {
        inStep = true;
        stepHasTools = false;
        write(part("start-step"));
    }

    @Override
    public void onText(String piece, boolean known) {
        if (stepHasTools) {
            closeStep();
            startStep();
        }
        if (known) {
            return;
        }
        if (openText == null) {
            openText = "text-" + ++texts;
            write(part("text-start").put("id", openText));
        }
        write(part("text-delta").put("id", openText).put("delta", piece));
    }

    private void closeText() {
        if (openText != null) {
            write(part("text-end").put("id", openText));
            openText = null;
        }
    }

    private void closeStep() {
        closeText();
        if (inStep) {
            inStep = false;
            write(part("finish-step"));
        }
    }

    /** The tool is the server's to run: {@code providerExecuted} keeps the page from trying. */
    @Override
    public void onToolCall(ToolCall call, boolean known) {
        closeText();
        stepHasTools = true;
        if (known) {
            return;
        }
        write(tool("tool-input-start", call).put("toolName", call.name()).put("providerExecuted", true));
        write(tool("tool-input-available", call)
                .put("toolName", call.name())
                .put("input", new JsonObject(call.arguments()))
                .put("providerExecuted", true));
        onToolChange(call);
    }

    @Override
    public void onToolChange(ToolCall call) {
        switch (call.state()) {
            case RUNNING -> {}
            case WAITING ->
                write(tool("tool-approval-request", call).put("approvalId", new CallRef(turn, call.call()).text()));
            case DONE ->
                write(tool("tool-output-available", call)
                        .put("output", call.result())
                        .put("providerExecuted", true));
            case REFUSED -> write(tool("tool-output-denied", call));
            case FAILED ->
                write(tool("tool-output-error", call)
                        .put("errorText", call.result() == null ? "the tool failed" : call.result())
                        .put("providerExecuted", true));
        }
    }

    /** What is of the room is {@code transient}: no part of the message, which the SDK posts back. */
    private void writeOfRoom(String type, JsonObject data) {
        write(part(type).put("data", data).put("transient", true));
    }

    @Override
    public void onState(long seq, JsonObject state) {
        writeOfRoom("data-state", new JsonObject().put("seq", seq).put("state", state));
    }

    @Override
    public void onStateChange(long seq, JsonObject patch) {
        writeOfRoom("data-state", new JsonObject().put("seq", seq).put("patch", patch));
    }

    @Override
    public void onCustomEvent(AnswerFrame.Custom event) {
        writeOfRoom(
                "data-event",
                new JsonObject()
                        .put("seq", event.seq())
                        .put("by", event.by())
                        .put("name", event.name())
                        .put("data", event.data()));
    }

    @Override
    public void onRestart() {
        closeText();
        write(part(RESTARTED).put("id", turn).put("data", new JsonObject().put("attempt", attempt)));
    }

    /** {@code finish} comes before {@code error}: the SDK reads nothing behind that. */
    @Override
    public void onEnd(AnswerFrame.End end) {
        closeStep();
        String reason = end.reason();
        JsonObject metadata = metadata(reason).put("seq", end.seq());
        if (end.usage() != null) {
            metadata.put("usage", usage(end.usage()));
        }
        write(part("finish").put("finishReason", finishReason(reason)).put("messageMetadata", metadata));
        if (reason.equals("failed")) {
            error(end.error() == null ? "the answer failed" : end.error());
        }
        written.add(END);
    }

    private static String finishReason(String reason) {
        return switch (reason) {
            case "done" -> "stop";
            case "length" -> "length";
            case "failed" -> "error";
            default -> "other";
        };
    }

    private JsonObject metadata(String reason) {
        return new JsonObject().put("reason", reason).put("attempt", attempt);
    }

    /** By the names of the SDK. */
    private static JsonObject usage(TokenUsage usage) {
        return new JsonObject()
                .put("inputTokens", usage.input())
                .put("outputTokens", usage.output())
                .put("totalTokens", usage.input() + usage.output())
                .put("estimated", usage.estimated());
    }

    @Override
    public void onPause(List<ToolCall> waiting) {
        closeStep();
        JsonArray calls = new JsonArray();
        waiting.forEach(call -> calls.add(call.call()));
        write(part("finish")
                .put("finishReason", "tool-calls")
                .put("messageMetadata", metadata("waiting").put("waiting", calls)));
        written.add(END);
    }

    @Override
    public void onBreak(String code, String text) {
        closeText();
        error(text);
        written.add(END);
    }

    private void error(String text) {
        write(part("error").put("errorText", text));
    }

    @Override
    public List<String> take() {
        List<String> taken = List.copyOf(written);
        written.clear();
        return taken;
    }

    private void write(JsonObject part) {
        written.add(part.encode());
    }

    private static JsonObject part(String type) {
        return new JsonObject().put("type", type);
    }

    private static JsonObject tool(String type, ToolCall call) {
        return part(type).put("toolCallId", call.call());
    }
}
