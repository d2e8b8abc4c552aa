/**
 * The raw WebSocket endpoint, and the pipeline of every connection of this node.
 *
 * <p>What it is: {@link dev.parley.gateway.socket.WebSocketEndpoint} lets connections in; {@code WebSocketChannel}
 * takes the library's place once one is upgraded; {@code WebSocketTransport} writes frames that were encoded once
 * straight to the channel, past the handlers that would only pass them on ({@code FrameOutlet}). {@code
 * FrameConformance}, {@code FragmentBits} and {@link dev.parley.gateway.socket.Handshake} do what the library leaves
 * out of RFC 6455, {@code RequestFraming} and {@code RequestDeadline} what it leaves out of HTTP/1.1. The only package
 * that touches Netty's pipeline. On event loops. Limits: {@code limits.frame}, {@code http.requestTimeout}.
 */
@CheckReturnValue
package dev.parley.gateway.socket;

import com.google.errorprone.annotations.CheckReturnValue;
