package dev.parley.room.turn;

import dev.parley.contract.ServerFrame;
import dev.parley.model.ToolCall;
import dev.parley.room.audience.Broadcaster;
import dev.parley.room.rules.LiveTurn;

/**
 * Sends members what they see of a turn in progress: its text as it grows, and its tool calls. On the room's context.
 */
final class TurnFrames {
    private final Broadcaster broadcaster;
    private final String room;

    TurnFrames(Broadcaster broadcaster, String room) {
        this.broadcaster = broadcaster;
        this.room = room;
    }

    /** Sends all that the turn has so far; an empty chunk for one that begins. */
    void announce(LiveTurn liveTurn) {
        text(liveTurn, 0, liveTurn.content());
        liveTurn.steps().forEach(step -> step.calls().forEach(call -> call(liveTurn, call)));
    }

    /** Appends text to the turn, and sends it with its offset. */
    void append(LiveTurn liveTurn, String text) {
        text(liveTurn, liveTurn.append(text), text);
    }

    private void text(LiveTurn liveTurn, int offset, String text) {
        broadcaster.passing(new ServerFrame.Chunk(room, liveTurn.turn(), offset, text));
    }

    /** Sends a tool call in its present state; not one that was under way when the prompt was deleted. */
    void call(LiveTurn liveTurn, ToolCall call) {
        if (!liveTurn.prompt().isDeleted()) {
            broadcaster.passing(new ServerFrame.Tool(room, liveTurn.turn().id(), call));
        }
    }
}
