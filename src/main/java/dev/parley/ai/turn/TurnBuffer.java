package dev.parley.ai.turn;

import dev.parley.ai.text.Utf8;
import dev.parley.messages.AiReply;
import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What an assistant has said and done that the room has not yet pulled, and whose move it is. No Vert.x, no clock.
 *
 * <pre>
 *              take: a chunk, or what was told, when there is any or a reply is due
 *          ┌─────────────────────────────────────────────────┐
 *          │                                                 ▼
 *  ──► OWED (the room waits)                               SENT (we wait for the room's pull)
 *          │ ▲                                               │ │
 *          │ └───────────────────── pulled ──────────────────┘ │
 *          │ take: the last reply, once the answer has ended   │ dropped (or broken off: back to OWED)
 *          ▼                                                   ▼
 *        OVER ◄────────────────── dropped ──────────────────  OVER
 * </pre>
 *
 * Beside it runs the answer itself: it grows by {@link #append} and {@link #add} until {@link #end}, {@link #endWaiting} or
 * until it is as long as it may be, and changes no more after that. Nothing is said between a {@code Calls} and its
 * {@code Settled}s, so text always stands before what was told; but for a {@code Begun}, which stands before its round's.
 */
final class TurnBuffer {
    private enum State {
        OWED,
        SENT,
        OVER
    }

    private final long bufferBytes;
    private final StringBuilder unread = new StringBuilder();
    /** At most a round's tools and their results. */
    private final Queue<AiReply> told = new ArrayDeque<>();

    private long unreadBytes;
    private long bytesLeft;
    private State state = State.OWED;
    private AiReply last; // an End's text is what is unread when it is taken

    TurnBuffer(long bufferBytes, long answerBytes) {
        this.bufferBytes = bufferBytes;
        this.bytesLeft = answerBytes;
    }

    /** The answer goes on. What would make it too long is cut off, and it ends with {@code LENGTH}. */
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

    /** Something that the room keeps before the answer goes on. */
    void add(AiReply reply) {
        if (!isEnded()) {
            told.add(reply);
        }
    }

    /** The answer has ended; only the first end counts. */
    void end(EndReason reason, TokenUsage usage, String error) {
        if (!isEnded()) {
            last = new AiReply.End("", reason, usage, error);
        }
    }

    /** The answer waits for a person, and this work on it has ended. */
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
        boolean ends = last != null && told.isEmpty() && (last instanceof AiReply.End || unread.isEmpty());
        if (ends) {
            state = State.OVER;
            return last instanceof AiReply.End end
                    ? new AiReply.End(takeText(), end.reason(), end.usage(), end.error())
                    : last;
        }
        if (!told.isEmpty() && (unread.isEmpty() || told.peek() instanceof AiReply.StepStarted)) {
            state = State.SENT;
            return told.remove();
        }
        if (unread.isEmpty() && !due) {
            return null;
        }
        state = State.SENT;
        return new AiReply.Chunk(takeText());
    }

    private String takeText() {
        String text = unread.toString();
        unread.setLength(0);
        unreadBytes = 0;
        return text;
    }

    /** What was taken last cannot be sent: the room is owed this failure, and nothing else, in its place. */
    AiReply fail(String error) {
        told.clear();
        unread.setLength(0);
        unreadBytes = 0;
        last = new AiReply.End("", EndReason.FAILED, null, error);
        state = State.OWED;
        return last;
    }

    /** The room wants more. */
    void onPull() {
        if (state == State.SENT) {
            state = State.OWED;
        }
    }

    /** The room wants nothing more, or is gone. */
    void drop() {
        state = State.OVER;
    }

    boolean isOver() {
        return state == State.OVER;
    }

    /** Nothing that a provider says from now on matters. */
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
