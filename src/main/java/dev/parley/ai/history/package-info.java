/**
 * What a model is told of the past of a room.
 *
 * <p>{@link dev.parley.ai.history.PromptHistory} selects the messages that fit the limits, {@link
 * dev.parley.ai.history.HistorySummaries} caches a summary of the messages before those, and {@link
 * dev.parley.ai.history.ChatLine} is one message as every provider and tool reads it.
 *
 * <p>Callers: {@code AiVerticle}, on its context. Limits: {@code contextMessages}, {@code contextBytes}, {@code
 * contextTokens} and {@code summaryBytes} of {@code config.AiConfig}.
 */
@CheckReturnValue
package dev.parley.ai.history;

import com.google.errorprone.annotations.CheckReturnValue;
