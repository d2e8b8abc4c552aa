package dev.parley.store;

import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;

/**
 * How a turn ends, in the transaction of the event that ends it.
 *
 * @param turn must be in progress in this very attempt
 * @param usage null when unknown
 * @param progress stored with the end
 */
public record TurnEnd(Turn turn, EndReason reason, TokenUsage usage, TurnProgress progress) {}
