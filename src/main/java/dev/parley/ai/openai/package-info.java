/**
 * Any server that speaks OpenAI's chat completions: OpenAI, Ollama, vLLM, LM Studio, Groq and many more.
 *
 * <p>What it is: a {@link dev.parley.ai.provider.Dialect}; {@code ChatCompletionRequest} is what goes out, {@code CompletionEvents} reads
 * what comes back. Who calls it: {@code ai.provider}. What it promises: success only with a finish reason and an end
 * ({@code [DONE]}, or the stream's own); reasoning is never shown; tools are read by index, in pieces, in parallel, and also where a server says {@code stop} after them. Limits:
 * text and tools only; one choice.
 */
@CheckReturnValue
package dev.parley.ai.openai;

import com.google.errorprone.annotations.CheckReturnValue;
