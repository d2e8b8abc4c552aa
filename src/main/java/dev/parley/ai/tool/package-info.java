/**
 * What assistants may do: the tools a model may ask for, and the check of what it asks.
 *
 * <p>What it is: {@link dev.parley.ai.tool.Toolset}, the tools that need nothing but the node ({@code now}, {@code
 * search_room}, {@code read_messages}, {@code room_members}), {@link dev.parley.ai.tool.Invocation} and {@link
 * dev.parley.ai.ToolNames}; {@code page} reads web pages, {@code mcp} brings the tools of other servers. Who calls it:
 * the AI verticle, on its context. What it promises: a tool sees the turn's own room and no other; arguments that do not
 * fit its schema never reach it, and the model is told what is wrong with them. Limits: each tool bounds its own result
 * to {@code ai.tools.resultBytes}.
 */
@CheckReturnValue
package dev.parley.ai.tool;

import com.google.errorprone.annotations.CheckReturnValue;
