package dev.parley.gateway.chat;

import dev.parley.contract.AnswerFrame;
import dev.parley.model.TurnSnapshot;

/** The turn that a request is about, running or ended. */
sealed interface FoundTurn {

    /**
     * It runs; what comes of its answer from now on is live.
     *
     * @param seq the room's last
     * @param entry how far it is, as {@code ready} has it
     */
    record Running(long seq, TurnSnapshot entry) implements FoundTurn {}

    /**
     * It has ended.
     *
     * @param end how it ended
     * @param entry how far it was at its end, as {@code ready} had it before
     */
    record Ended(AnswerFrame.End end, TurnSnapshot entry) implements FoundTurn {}
}
