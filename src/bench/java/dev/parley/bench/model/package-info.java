/**
 * A model for load tests, so that answers can be streamed without an account.
 *
 * <p>It is a small server that speaks OpenAI's streamed chat completions and sends numbered words at a steady pace.
 * {@code bench model} starts it. Every answer has the same words, at the requested pace as long as its reader keeps up.
 *
 * <p>Limits: it ignores the question; it refuses requests without {@code stream}.
 */
@CheckReturnValue
package dev.parley.bench.model;

import com.google.errorprone.annotations.CheckReturnValue;
