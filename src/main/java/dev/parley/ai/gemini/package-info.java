/**
 * Google's Gemini API.
 *
 * <p>{@link dev.parley.ai.gemini.Gemini} is the dialect. {@code GenerateRequest} goes out, {@code Candidates} reads the
 * response.
 *
 * <p>Caller: {@code ai.provider}. Guarantees: success only with a finish reason and the stream's clean end; signatures
 * of thoughts go back with their parts. Limits: text and tools only; one candidate; 128 tools.
 */
@CheckReturnValue
package dev.parley.ai.gemini;

import com.google.errorprone.annotations.CheckReturnValue;
