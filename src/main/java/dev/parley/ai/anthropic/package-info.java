/**
 * Anthropic's Messages API.
 *
 * <p>{@link dev.parley.ai.anthropic.Anthropic} is the dialect. {@code MessagesRequest} goes out, {@code MessageEvents}
 * reads the response.
 *
 * <p>Caller: {@code ai.provider}. Guarantees: success only with a stop reason and an end ({@code message_stop}, or the
 * stream's own). Limits: text and tools only, without extended thinking; at most 4096 tokens for an answer whose
 * assistant names no limit, as the API wants one.
 */
@CheckReturnValue
package dev.parley.ai.anthropic;

import com.google.errorprone.annotations.CheckReturnValue;
