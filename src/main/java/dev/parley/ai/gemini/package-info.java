/**
 * Google's Gemini API.
 *
 * <p>What it is: a {@link dev.parley.ai.provider.Dialect}; {@code GenerateRequest} is what goes out, {@code Candidates}
 * reads what comes back. Who calls it: {@code ai.provider}. What it promises: success only with a finish reason. Limits:
 * text and tools only; one candidate. The thoughts behind a use of a tool are not kept, so newer models are told to do
 * without them.
 */
@CheckReturnValue
package dev.parley.ai.gemini;

import com.google.errorprone.annotations.CheckReturnValue;
