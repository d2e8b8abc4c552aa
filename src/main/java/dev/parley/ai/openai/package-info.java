/**
 * OpenAI's Chat Completions API: OpenAI, Ollama, vLLM, LM Studio, Groq and many other servers.
 *
 * <p>{@link dev.parley.ai.openai.OpenAi} is the dialect. {@code ChatCompletionRequest} goes out, adapted to the server
 * by {@code ServerQuirks}; {@code CompletionEvents} reads the response, {@code CompletionCalls} its tool calls.
 *
 * <p>Caller: {@code ai.provider}. Guarantees: success only with a finish reason and an end ({@code [DONE]}, or the
 * stream's own); reasoning is never shown; tool calls are read by index, in pieces, in parallel, and also where a
 * server says {@code stop} after them. Limits: text and tools only; one choice; 128 tools.
 */
@CheckReturnValue
package dev.parley.ai.openai;

import com.google.errorprone.annotations.CheckReturnValue;
