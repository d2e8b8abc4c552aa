/**
 * Assistants: what turns a prompt into an answer, piece by piece.
 *
 * <p>What it is: {@link dev.parley.ai.AiVerticle} behind {@code Addresses.AI}, the {@link dev.parley.ai.AiProvider} seam,
 * a sub-package for each kind of provider, and one for summaries. Who calls it: rooms, over the bus, from any node. What it promises: to each
 * {@code Ask} either a refusal or a chain of replies, at least one every heartbeat, that ends in exactly one {@code End};
 * nothing is sent that was not pulled, and a room that stops pulling ends the provider's work. Limits: those of {@code
 * config.AiConfig}; nothing here is durable, a turn that dies with its node is asked again by its room.
 */
@CheckReturnValue
package dev.parley.ai;

import com.google.errorprone.annotations.CheckReturnValue;
