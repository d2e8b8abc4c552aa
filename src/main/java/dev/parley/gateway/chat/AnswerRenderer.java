package dev.parley.gateway.chat;

import dev.parley.contract.AnswerFrame;
import dev.parley.model.ToolCall;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Writes one answer in the format of one front end. {@link AnswerFollower} calls it, each piece once and in order;
 * {@link #take} gives what was written. What is {@code known} the reader has already, from an earlier stream: it comes
 * so that what is counted is counted alike, and is not written. Pure; not for several threads.
 */
interface AnswerRenderer {

    /** The answer that will come, and what the reader has of it; called once, first. */
    void onBegin(String turn, String assistant, ResumePoint resumePoint);

    /** The turn's {@code attempt}th attempt began; the text so far stands until {@link #onRestart}. */
    void onAttempt(int attempt);

    /** A piece of the text; not empty. */
    void onText(String piece, boolean known);

    /** A tool is used; its state may be any. */
    void onToolCall(ToolCall call, boolean known);

    /** The state of a call changed, or is to be written again. */
    void onToolChange(ToolCall call);

    /**
     * The room's shared state, before anything else of the answer; not called when there never was any.
     *
     * @param seq of its last change
     */
    void onState(long seq, JsonObject state);

    /** The shared state was changed by this JSON Merge Patch. */
    void onStateChange(long seq, JsonObject patch);

    /** A client's own event. */
    void onCustomEvent(AnswerFrame.Custom event);

    /** The text so far does not stand any more: all of the text comes again. */
    void onRestart();

    /** The end; nothing follows. */
    void onEnd(AnswerFrame.End end);

    /** The stream ends because the answer waits for these calls to be allowed, at least one; nothing follows. */
    void onPause(List<ToolCall> waiting);

    /** The stream ends although the answer does not; nothing follows. {@code code} is the contract's. */
    void onBreak(String code, String text);

    /** What is to be sent, oldest first; it is given once. Each is one event's data. */
    List<String> take();
}
