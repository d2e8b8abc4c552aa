/**
 * Many messages in few of their own sentences, and the search in messages.
 *
 * <p>{@link dev.parley.ai.summary.Extract} summarises: {@code Words} are what a text is about, {@code Ranking} finds
 * the sentences that carry most, {@code Quote} shows them. {@link dev.parley.ai.summary.MessageSearch} finds messages
 * by words.
 *
 * <p>Callers: {@code ai.history}, {@code ai.builtin} and {@code ai.tool}. Guarantees: nothing is made up, the same
 * messages give the same words; pure. Limits: slow for thousands of messages, so it runs on a worker; it knows English
 * best.
 */
@CheckReturnValue
package dev.parley.ai.summary;

import com.google.errorprone.annotations.CheckReturnValue;
