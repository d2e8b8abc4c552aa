/**
 * A model for load tests.
 *
 * <p>What it is: a small server that speaks OpenAI's streamed chat completions and says numbered words at a steady pace, so that answers can be streamed
 * without an account. Who calls it: {@code bench model}. What it promises: every answer has the same words, at the pace asked for as long as its reader
 * takes them. Limits: whatever is asked is not read; requests without {@code stream} are refused.
 */
@CheckReturnValue
package dev.parley.bench.model;

import com.google.errorprone.annotations.CheckReturnValue;
