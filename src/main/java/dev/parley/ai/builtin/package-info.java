/**
 * The assistant that needs no model and no key: it finds, counts and quotes what people wrote, and says that this is what
 * it does.
 *
 * <p>What it is: {@link dev.parley.ai.builtin.BuiltinProvider} and the plain classes behind it: a {@code BuiltinCommand} is what was
 * asked, {@code Transcript} what people said, and one class answers each kind of wish. Who calls it: the AI verticle. What it
 * promises: the same room and the same prompt give the same words; every quoted sentence stands in the room, with its
 * author and its reference ({@code #12} is the message with {@code seq} 12); an answer is never empty; scoring runs on a
 * worker. Limits: it understands English commands, and knows only the history it is shown.
 */
@CheckReturnValue
package dev.parley.ai.builtin;

import com.google.errorprone.annotations.CheckReturnValue;
