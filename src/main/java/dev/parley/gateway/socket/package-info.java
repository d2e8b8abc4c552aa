/**
 * The raw WebSocket door, and what the wire needs on every WebSocket of this node.
 *
 * <p>What it is: {@link dev.parley.gateway.socket.WebSocketEndpoint} lets connections in;
 * {@link dev.parley.gateway.socket.WebSocketChannel} takes the library's place once one is upgraded;
 * {@link dev.parley.gateway.socket.WebSocketTransport} writes frames that were encoded once straight to the channel, past the
 * handlers that would only pass them on ({@link dev.parley.gateway.socket.FrameOutlet}); {@link dev.parley.gateway.socket.FrameConformance} does what the library leaves
 * out of RFC 6455. The only package that touches Netty's pipeline. Limits: {@code limits.frame},
 * {@code http.requestTimeout}.
 */
@CheckReturnValue
package dev.parley.gateway.socket;

import com.google.errorprone.annotations.CheckReturnValue;
