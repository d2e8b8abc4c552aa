package dev.parley.ai.turn;

import dev.parley.ai.text.Utf8;
import dev.parley.messages.AiReply;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Holds what an assistant has produced and the room has not yet pulled, and knows whose move it is. No Vert.x, no
 * clock.
 *
 * <pre>
 *                take: a reply that is not the last
 *          ┌────────────────────────────────────────┐
 *          │                                        ▼
 *  ──► OWED (the room waits)                      SENT (we wait for the room's pull)
 *          │ ▲                                      │ │
 *          │ └──────────────── onPull ──────────────┘ │
 *          │ take: the last reply, or drop            │ drop
 *          ▼                                          ▼
 *        OVER ◄───────────────────────────────────────┘
 *  fail: from any ──► OWED, with a failure as the last reply
 * </pre>
 *
 * The turn itself grows by {@link #append} and {@link #add} until {@link #end}, {@link #endWaiting} or its longest
 * text, and does not change after that. There is no text between a {@code ToolsRequested} and its {@code ToolEnded}s,
 * so text always comes before these replies; only a {@code StepStarted} comes before the text of its step. A provider
 * is paused above {@code bufferBytes} of text and resumed at half of that; the replies are at most a step's tools and
 * their results.
 */
final class TurnBuffer {
    private enum State {
        OWED,
        SENT,
        OVER
    }

    private final long bufferBytes;
    private final StringBuilder unread = new StringBuilder();
    private final Queue<AiReply> replies = new ArrayDeque<>(); // at most a step's tools and their results

    private long unreadBytes;
    private long bytesLeft;
    private State state = State.OWED;
    private AiReply last; // an End's text is what is unread when it is taken

    TurnBuffer(long bufferBytes, long answerBytes) {
        this.bufferBytes = bufferBytes;
        this.bytesLeft = answerBytes;
    }

    /** More text. What would make the answer too long is cut off, and the answer ends with {@code LENGTH}. */
    void append(String text) {
        if (isEnded()) {
            return;
        }
        long bytes = Utf8.bytes(text);
        if (bytes <= bytesLeft) {
            append(text, bytes);
            return;
        }
        String fits = Utf8.within(text, bytesLeft);
        append(fits, Utf8.bytes(fits));
        end(EndReason.LENGTH, null, null);
    }

    private void append(String text, long bytes) {
        unread.append(text);
        unreadBytes += bytes;
        bytesLeft -= bytes;
    }

    /** A reply that the room stores before the turn continues. */
    void add(AiReply reply) {
        if (!isEnded()) {
            replies.add(reply);
        }
    }

    /** The answer has ended; only the first end counts. */
    void end(EndReason reason, TokenUsage usage, String error) {
        if (!isEnded()) {
            last = new AiReply.End("", reason, usage, error);
        }
    }

    /** The turn waits for a person, and this attempt has ended. */
    void endWaiting() {
        if (!isEnded()) {
            last = new AiReply.Waiting();
        }
    }

    /**
     * The reply that the room is owed, or null when there is none yet.
     *
     * @param due it has waited long enough: an empty chunk will do
     */
    AiReply take(boolean due) {
        if (state != State.OWED) {
            return null;
        }
        boolean ends = last != null && replies.isEmpty() && (last instanceof AiReply.End || unread.isEmpty());
        if (ends) {
            to(State.OVER);
            return last instanceof AiReply.End end
                    ? new AiReply.End(takeText(), end.reason(), end.usage(), end.error())
                    : last;
        }
        if (!replies.isEmpty() && (unread.isEmpty() || replies.peek() instanceof AiReply.StepStarted)) {
            to(State.SENT);
            return replies.remove();
        }
        if (unread.isEmpty() && !due) {
            return null;
        }
        to(State.SENT);
        return new AiReply.Chunk(takeText());
    }

    private String takeText() {
        String text = unread.toString();
        unread.setLength(0);
        unreadBytes = 0;
        return text;
    }

    /** The reply that was taken last cannot be sent: this failure takes its place, and nothing follows. */
    AiReply fail(String error) {
        replies.clear();
        unread.setLength(0);
        unreadBytes = 0;
        last = new AiReply.End("", EndReason.FAILED, null, error);
        to(State.OWED);
        return last;
    }

    /** The room wants more. */
    void onPull() {
        if (state == State.SENT) {
            to(State.OWED);
        }
    }

    /** The room wants nothing more, or is gone. */
    void drop() {
        to(State.OVER);
    }

    private void to(State next) {
        state = next;
    }

    boolean isOver() {
        return state == State.OVER;
    }

    /** Whether the provider's output has no effect any more. */
    boolean isEnded() {
        return last != null || isOver();
    }

    /** So much is unread that the provider must pause. */
    boolean isFull() {
        return unreadBytes > bufferBytes;
    }

    /** So little is unread that a paused provider may go on. */
    boolean isRoomy() {
        return unreadBytes <= bufferBytes / 2;
    }
}
