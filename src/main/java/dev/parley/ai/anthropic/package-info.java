/**
 * Anthropic's Messages API.
 *
 * <p>What it is: a {@link dev.parley.ai.provider.Dialect}; {@code MessagesRequest} is what goes out, {@code
 * MessageEvents} reads what comes back. Who calls it: {@code ai.provider}. What it promises: success only with a stop
 * reason and {@code message_stop}. Limits: text and tools only, no extended thinking is asked for; an answer has at most
 * 4096 tokens where its assistant names no limit, as the API wants one.
 */
@CheckReturnValue
package dev.parley.ai.anthropic;

import com.google.errorprone.annotations.CheckReturnValue;
