package dev.parley.room;

import dev.parley.protocol.RoomReply.Answering;
import dev.parley.protocol.Turn;
import java.util.List;

/**
 * An answer in progress as its room sees it: the text so far, and whether its end is on the way to the store.
 *
 * <pre>
 * RUNNING ── end, or cancel ──► ENDING ── committed ──► (gone from the room)
 * </pre>
 */
final class Answer {
    private final Turn turn;
    private final StringBuilder content = new StringBuilder();
    private boolean ending;

    Answer(Turn turn) {
        this.turn = turn;
    }

    Turn turn() {
        return turn;
    }

    /** Takes what was said and returns the offset at which it stands. */
    int say(String text) {
        int offset = content.length();
        content.append(text);
        return offset;
    }

    String content() {
        return content.toString();
    }

    boolean isRunning() {
        return !ending;
    }

    void end() {
        ending = true;
    }

    Answering answering() {
        return new Answering(turn.id(), turn.assistant(), turn.attempt(), content(), List.of());
    }
}
