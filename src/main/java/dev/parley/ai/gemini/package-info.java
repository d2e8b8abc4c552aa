/**
 * Google's Gemini API.
 *
 * <p>What it is: a {@link dev.parley.ai.provider.Dialect}; {@code GenerateRequest} is what goes out, {@code Candidates}
 * reads what comes back. Who calls it: {@code ai.provider}. What it promises: success only with a finish reason and the
 * stream's clean end; signatures of thoughts go back with their parts. Limits: text and tools only; one candidate.
 */
@CheckReturnValue
package dev.parley.ai.gemini;

import com.google.errorprone.annotations.CheckReturnValue;
