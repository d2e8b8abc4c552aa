/**
 * OpenAI's Responses API, over which its present models take tools.
 *
 * <p>{@link dev.parley.ai.responses.Responses} is the dialect. {@code ResponseRequest} goes out, {@code ResponseEvents}
 * reads the response.
 *
 * <p>Caller: {@code ai.provider}. Guarantees: success only with {@code response.completed}; nothing is stored at the
 * provider ({@code store: false}), so a model's reasoning goes back, encrypted, with the step in which it asked for
 * tools. Limits: text and functions only; 128 tools.
 */
@CheckReturnValue
package dev.parley.ai.responses;

import com.google.errorprone.annotations.CheckReturnValue;
