/**
 * What assistants may do: the tools that a model may ask for, and the check of its arguments.
 *
 * <p>{@link dev.parley.ai.tool.Tool} and {@link dev.parley.ai.tool.Toolbox} are the seam. {@link
 * dev.parley.ai.tool.Toolset} unites the tools of the node ({@code now}, {@code search_room}, {@code read_messages},
 * {@code room_members}), of {@code page} (web pages) and of {@code mcp} (other servers). {@link
 * dev.parley.ai.tool.Invocation} checks arguments; {@link dev.parley.ai.tool.ToolNames} matches the names.
 *
 * <p>Callers: {@code ai.turn}, on the AI verticle's context. Guarantees: a tool sees the turn's own room and no other;
 * arguments that do not fit its schema never reach it, and the model gets the errors. Limits: each tool bounds its
 * result to {@code ai.tools.resultBytes}.
 */
@CheckReturnValue
package dev.parley.ai.tool;

import com.google.errorprone.annotations.CheckReturnValue;
