/**
 * Tools of other servers, over the Model Context Protocol (revision 2025-06-18, Streamable HTTP, as a client).
 *
 * <p>{@link dev.parley.ai.tool.mcp.McpServers} is a toolbox with the tools of all servers that can be reached, named
 * {@code <server>__<tool>}. {@code McpServer} holds one server's session and tools, {@code McpEndpoint} opens sessions,
 * {@code McpSession} speaks the protocol, {@code McpPost} sends one message.
 *
 * <p>Callers: {@code ai.turn}, from any context; each server has a context of its own. Guarantees: a server that is
 * away, slow or broken loses its tools and affects nothing else; a call is repeated only when the server says that it
 * did not begin it; no token reaches a log or a model. Limits: {@code ai.tools.timeout} for a call, and the named
 * constants here.
 */
@CheckReturnValue
package dev.parley.ai.tool.mcp;

import com.google.errorprone.annotations.CheckReturnValue;
