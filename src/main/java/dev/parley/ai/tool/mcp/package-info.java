/**
 * Tools of other servers, over the Model Context Protocol (revision 2025-06-18, Streamable HTTP, client's side).
 *
 * <p>What it is: {@link dev.parley.ai.tool.mcp.McpServers}, a toolbox in which the tools of all servers that can be reached
 * stand as {@code <server>__<tool>}. Who calls it: the AI verticle; each server has a context of its own behind that. What
 * it promises: a server that is away, slow or broken takes its tools with it and nothing else; a call is repeated only
 * when the server says that it did not begin it; no token reaches a log or a model. Limits: {@code ai.tools.timeout} for a
 * call, and the named constants here.
 */
@CheckReturnValue
package dev.parley.ai.tool.mcp;

import com.google.errorprone.annotations.CheckReturnValue;
