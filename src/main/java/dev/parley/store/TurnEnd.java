package dev.parley.store;

import dev.parley.protocol.AiReply;
import dev.parley.protocol.Turn;
import dev.parley.protocol.TurnProgress;

/**
 * How a turn ends, in the transaction of the event that ends it.
 *
 * @param turn it must be in progress in this very attempt
 * @param usage null when unknown
 * @param progress its log, kept
 */
public record TurnEnd(Turn turn, AiReply.Reason reason, AiReply.Usage usage, TurnProgress progress) {}
