/**
 * Assistants: what turns a prompt into an answer, piece by piece.
 *
 * <p>What it is: {@link dev.parley.ai.AiVerticle} at {@code Addresses.ai} of its node, {@link dev.parley.ai.turn.AgentLoop} (a
 * model's turns to speak, and the tools between them), the {@link dev.parley.ai.provider.AiProvider} and {@link dev.parley.ai.tool.Tool}
 * seams, and sub-packages: {@code provider} and the dialects, {@code builtin}, {@code tool}, {@code summary}. Who calls it:
 * rooms of any node, over the bus. What it promises: to each {@code Ask} either a refusal or a chain of replies, at least one
 * every heartbeat, that ends in exactly one {@code End} or {@code Waiting}; nothing is sent that was not pulled, a tool runs
 * only after the room has kept that it was asked for, and a room that stops pulling ends the provider's work. Limits: those of
 * {@code config.AiConfig}; nothing here is durable, a turn that dies with its node is asked again by its room, which has its log.
 */
@CheckReturnValue
package dev.parley.ai;

import com.google.errorprone.annotations.CheckReturnValue;
