/**
 * Assistants: answers questions of a room, piece by piece, with models and tools.
 *
 * <p>{@link dev.parley.ai.AiVerticle} serves {@code Addresses.ai} of its node. Below it:
 *
 * <ul>
 *   <li>{@code turn}: the steps of one turn and its stream of replies
 *   <li>{@code history}: what a model gets of the room's past; {@code summary} shortens it
 *   <li>{@code provider}: the seam {@link dev.parley.ai.provider.AiProvider} and all that providers over HTTP share;
 *       their dialects are {@code openai}, {@code responses}, {@code anthropic}, {@code gemini} and {@code bedrock};
 *       {@code builtin} needs no model
 *   <li>{@code tool}: the seam {@link dev.parley.ai.tool.Tool}, the tools of the node, web pages and MCP servers;
 *       {@code schema} checks arguments
 *   <li>{@code sse}, {@code text}: server-sent events, and text cut to a size
 * </ul>
 *
 * <p>Callers: rooms of any node, over the bus. Each {@code Ask} gets a refusal or a chain of replies: at least one
 * every heartbeat, and exactly one {@code End} or {@code Waiting}, which is the last. Nothing is sent that was not
 * pulled, a tool runs only after the room has stored its request, and a room that stops pulling ends the provider's
 * work. Limits: those of {@code config.AiConfig}. Nothing here is durable: if the node dies, the room asks another one,
 * as it has the turn's log.
 */
@CheckReturnValue
package dev.parley.ai;

import com.google.errorprone.annotations.CheckReturnValue;
