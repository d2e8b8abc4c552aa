/**
 * What all providers have in common: the seam to the models, and streaming over HTTP.
 *
 * <p>{@link dev.parley.ai.provider.HttpProvider} uses Vert.x's HTTP client and a {@link
 * dev.parley.ai.provider.Dialect}. {@link dev.parley.ai.provider.Conversation} goes out, in the dialect's JSON. The
 * response passes the dialect's {@link dev.parley.ai.provider.ResponseParser} into a {@link
 * dev.parley.ai.provider.StreamState} (text, tool calls, usage, the end mark). {@code ProviderCall} makes the requests,
 * watches the clocks and reports the one end; {@code ProviderExchange} is one request; {@code Breaker} leaves a failing
 * provider alone.
 *
 * <p>Callers: {@code ai.turn}; the dialects build on it. Guarantees: exactly one end; success only with a known reason
 * to stop and a whole stream; a repeat only before the first word, at most twice; no error text has the key or the
 * provider's own words; a cancelled call closes its connection. Limits: the time-outs of {@code config.AiConfig}; 1 MiB
 * for one event; 128 tool calls with 1 Mi characters of arguments together.
 */
@CheckReturnValue
package dev.parley.ai.provider;

import com.google.errorprone.annotations.CheckReturnValue;
