/**
 * Clients of a server's raw WebSocket, as many as a load needs and as cheap as they can be.
 *
 * <p>What it is: a minimal WebSocket client (RFC 6455) over TCP that reads frames where they lie, and a
 * {@link dev.parley.bench.client.Crowd} of them. Who calls it: the workloads. What it promises: all connections and all that is called back live on
 * one event loop, {@link dev.parley.bench.client.Loop}, so nothing there is shared between threads; a refusal is kept with the server's own words.
 * Limits: {@code ws://} only; a frame of the server may hold 16 MiB.
 */
@CheckReturnValue
package dev.parley.bench.client;

import com.google.errorprone.annotations.CheckReturnValue;
