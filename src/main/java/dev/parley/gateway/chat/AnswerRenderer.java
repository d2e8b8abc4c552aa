package dev.parley.gateway.chat;

import dev.parley.model.ToolCall;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Writes one answer as one front end reads it. {@link AnswerFollower} tells it what happens, each piece once and in order;
 * {@link #take} gives what was written. What is {@code held} the reader has already, from an earlier stream: it is told so
 * that what is counted is counted alike, and not written. Pure; not for several threads.
 */
interface AnswerRenderer {

    /** The answer that will be told of, and what the reader has of it; called once, first. */
    void onBegin(String turn, String assistant, ResumePoint resumePoint);

    /** The answer was begun, for the {@code attempt}th time; what was said stands until {@link #onRestart}. */
    void onAttempt(int attempt);

    /** A piece of the text; not empty. */
    void onText(String piece, boolean held);

    /** A tool is used; its state may be any. */
    void onToolCall(ToolCall call, boolean held);

    /** The state of a known call changed, or is to be told again. */
    void onToolChange(ToolCall call);

    /** What was said so far does not stand any more: all of the text is said again. */
    void onRestart();

    /** The end, as the {@code complete} frame tells it; nothing follows. */
    void onEnd(JsonObject complete);

    /** The stream ends because the answer waits for these calls to be allowed, at least one; nothing follows. */
    void onPause(List<ToolCall> waiting);

    /** The stream ends although the answer does not; nothing follows. {@code code} is the contract's. */
    void onBreak(String code, String text);

    /** What is to be sent, oldest first; it is given once. Each is one event's data. */
    List<String> take();
}
