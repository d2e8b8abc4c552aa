package dev.parley.ai;

import dev.parley.protocol.AiReply;

/**
 * What an assistant has said and the room has not yet pulled, and whose move it is. No Vert.x, no clock.
 *
 * <pre>
 *              take: a chunk, when there is text or a reply is due
 *          ┌─────────────────────────────────────────────────┐
 *          │                                                 ▼
 *  ──► OWED (the room waits)                               SENT (we wait for the room's pull)
 *          │ ▲                                               │ │
 *          │ └───────────────────── pulled ──────────────────┘ │
 *          │ take: the end, once the answer has ended          │ dropped
 *          ▼                                                   ▼
 *        OVER ◄────────────────── dropped ──────────────────  OVER
 * </pre>
 *
 * Beside it runs the answer itself: it grows by {@link #said} until {@link #end} or until it is as long as it may be,
 * and changes no more after that.
 */
final class AnswerBuffer {
    private enum State {
        OWED,
        SENT,
        OVER
    }

    private final long bufferBytes;
    private final StringBuilder unread = new StringBuilder();
    private long unreadBytes;
    private long bytesLeft;
    private State state = State.OWED;
    private AiReply.End end; // its text is what is unread when it is taken

    AnswerBuffer(long bufferBytes, long answerBytes) {
        this.bufferBytes = bufferBytes;
        this.bytesLeft = answerBytes;
    }

    /** The answer goes on. What would make it too long is cut off, and it ends with {@code LENGTH}. */
    void said(String text) {
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
        end(AiReply.Reason.LENGTH, null, null);
    }

    private void append(String text, long bytes) {
        unread.append(text);
        unreadBytes += bytes;
        bytesLeft -= bytes;
    }

    /** The answer has ended; only the first end counts. */
    void end(AiReply.Reason reason, AiReply.Usage usage, String error) {
        if (!isEnded()) {
            end = new AiReply.End("", reason, usage, error);
        }
    }

    /**
     * The reply that the room is owed, or null when there is none yet.
     *
     * @param due it has waited long enough: an empty chunk will do
     */
    AiReply take(boolean due) {
        if (state != State.OWED || (end == null && unread.isEmpty() && !due)) {
            return null;
        }
        String text = unread.toString();
        unread.setLength(0);
        unreadBytes = 0;
        if (end != null) {
            state = State.OVER;
            return new AiReply.End(text, end.reason(), end.usage(), end.error());
        }
        state = State.SENT;
        return new AiReply.Chunk(text);
    }

    /** The room wants more. */
    void pulled() {
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
        return end != null || isOver();
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
