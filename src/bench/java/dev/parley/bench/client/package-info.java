/**
 * Clients of a server's WebSocket, as many as a load needs and as cheap as possible.
 *
 * <p>This package is a minimal WebSocket client (RFC 6455) over TCP that parses frames in place, and a {@link
 * dev.parley.bench.client.Crowd} of such clients. The workloads call it. All connections and callbacks run on one event
 * loop, {@link dev.parley.bench.client.Loop}, so no state is shared between threads. A refusal keeps the server's text.
 *
 * <p>Limits: only {@code ws://}; a frame or message of the server may have 16 MiB.
 */
@CheckReturnValue
package dev.parley.bench.client;

import com.google.errorprone.annotations.CheckReturnValue;
