/**
 * Any server that speaks OpenAI's chat completions: OpenAI, Ollama, vLLM, LM Studio, Groq and many more.
 *
 * <p>What it is: {@link dev.parley.ai.openai.OpenAiProvider} on Vert.x's HTTP client. {@code ChatRequest} is what goes
 * out; what comes back passes {@code SseParser} (bytes to events), {@code Completion} (events to text) and {@code
 * OpenAiCall} (attempts, clocks, the one end). Who calls it: the AI verticle. What it promises: exactly one end; success
 * only with a finish reason and {@code [DONE]}; a repeat only before the first output, at most twice; an error text holds
 * neither the key nor what the provider said; a cancelled call closes its connection. Limits: the time-outs of {@code
 * config.AiConfig}; one event of at most 1 MiB; text only.
 */
@CheckReturnValue
package dev.parley.ai.openai;

import com.google.errorprone.annotations.CheckReturnValue;
