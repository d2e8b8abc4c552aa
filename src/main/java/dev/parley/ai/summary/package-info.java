/**
 * What many messages say, in few of their own sentences.
 *
 * <p>What it is: {@link dev.parley.ai.summary.Extract}, and what it is made of: {@code Words} are what a text is about, {@code
 * Ranking} finds the sentences that carry most, {@code Quote} shows them. Who calls it: the AI verticle, for what a model is
 * not shown any more, and the built-in assistant. What it promises: nothing is made up, the same messages give the same
 * words; pure. Limits: slow for thousands of messages, so it is for a worker; it knows English best.
 */
@CheckReturnValue
package dev.parley.ai.summary;

import com.google.errorprone.annotations.CheckReturnValue;
