/**
 * OpenAI's Responses API, over which its present models take tools.
 *
 * <p>What it is: a {@link dev.parley.ai.provider.Dialect}; {@code ResponseRequest} is what goes out, {@code ResponseEvents}
 * reads what comes back. Who calls it: {@code ai.provider}. What it promises: success only with {@code response.completed};
 * nothing is stored at the provider ({@code store: false}), so what a model reasoned goes back, encrypted, with the round
 * in which it asked for tools. Limits: text and functions only; 128 tools.
 */
@CheckReturnValue
package dev.parley.ai.responses;

import com.google.errorprone.annotations.CheckReturnValue;
