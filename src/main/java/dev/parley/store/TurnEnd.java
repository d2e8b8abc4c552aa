package dev.parley.store;

import dev.parley.model.EndReason;
import dev.parley.model.TokenUsage;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;

/**
 * How a turn ends, in the transaction of the event that ends it.
 *
 * @param turn it must be in progress in this very attempt
 * @param usage null when unknown
 * @param progress its log, kept
 */
public record TurnEnd(Turn turn, EndReason reason, TokenUsage usage, TurnProgress progress) {}
