/**
 * What all providers over HTTP have in common.
 *
 * <p>What it is: {@link dev.parley.ai.provider.HttpProvider} on Vert.x's HTTP client, given a {@link
 * dev.parley.ai.provider.Dialect}. {@link dev.parley.ai.provider.Conversation} is what goes out, in the dialect's words;
 * what comes back passes the dialect's {@link dev.parley.ai.provider.ResponseParser}, {@link
 * dev.parley.ai.provider.Reading} (text, tools, usage, the end mark) and {@code ProviderCall} (attempts, clocks, the one
 * end). Who calls it: the AI verticle, and the dialects' packages build on it. What it promises: exactly one end; success
 * only with a known reason to stop and a whole stream; a repeat only before the first word, at most twice; an error text holds neither
 * the key nor what the provider said; a cancelled call closes its connection. Limits: the time-outs of {@code
 * config.AiConfig}; one event of at most 1 MiB; the arguments of at most 128 tools, 1 Mi characters together.
 */
@CheckReturnValue
package dev.parley.ai.provider;

import com.google.errorprone.annotations.CheckReturnValue;
