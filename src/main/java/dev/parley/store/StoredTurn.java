package dev.parley.store;

import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import java.util.Optional;

/**
 * A turn as it is stored, ended or in progress.
 *
 * @param startedAt when its prompt was stored, in ms since the epoch
 * @param ended empty while it is in progress
 */
public record StoredTurn(Turn turn, long startedAt, TurnProgress progress, Optional<Ended> ended) {

    /**
     * How it ended.
     *
     * @param seq the event that ended it
     * @param at in ms since the epoch
     * @param usage null when unknown
     */
    public record Ended(long seq, long at, EndReason reason, TokenUsage usage) {}
}
