/**
 * The AI side of one turn: its steps, its tools, and the stream of replies to the room.
 *
 * <p>{@link dev.parley.ai.turn.TurnStream} holds the reply chain and the clocks, {@link dev.parley.ai.turn.TurnBuffer}
 * what the room has not pulled yet, {@link dev.parley.ai.turn.AgentLoop} the steps (a model call, then the tools that
 * it asked for), {@link dev.parley.ai.turn.TurnTools} the use of those tools. {@link dev.parley.ai.turn.Engine} tells
 * which assistants, providers and tools exist.
 *
 * <p>Callers: {@code AiVerticle}, on its context. Limits: those of {@code config.AiConfig}.
 */
@CheckReturnValue
package dev.parley.ai.turn;

import com.google.errorprone.annotations.CheckReturnValue;
