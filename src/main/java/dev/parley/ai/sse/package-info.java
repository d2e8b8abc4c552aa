/**
 * Server-sent events as they come over the wire (WHATWG HTML, section 9.2).
 *
 * <p>Callers: the dialects of providers, and the client of MCP servers. Guarantees: each event once, however its bytes
 * were split. Limits: the caller's, for one event.
 */
@CheckReturnValue
package dev.parley.ai.sse;

import com.google.errorprone.annotations.CheckReturnValue;
