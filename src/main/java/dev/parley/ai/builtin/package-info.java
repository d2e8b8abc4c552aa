/**
 * The assistant that needs no model and no key: it finds, counts and quotes what people wrote.
 *
 * <p>{@link dev.parley.ai.builtin.BuiltinProvider} is the provider. {@code BuiltinCommand} recognises what is wanted,
 * {@code Transcript} selects what people wrote, {@code Replies} composes the answer, {@code PacedOutput} streams it.
 *
 * <p>Callers: {@code ai.turn}. Guarantees: the same room and the same prompt give the same words; every quoted sentence
 * stands in the room, with its author and its reference ({@code #12} is the message with {@code seq} 12); an answer is
 * never empty; composing runs on a worker. Limits: it understands English commands, and knows only the history of its
 * prompt.
 */
@CheckReturnValue
package dev.parley.ai.builtin;

import com.google.errorprone.annotations.CheckReturnValue;
