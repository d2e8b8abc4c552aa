/**
 * The hot path: from a room's broadcast to the sockets of one event loop.
 *
 * <p>What it is: {@link dev.parley.gateway.fanout.RoomFeed}, a room as one gateway follows it, and its
 * {@link dev.parley.gateway.fanout.Seat}s, one for each connection in it. Who calls it: sessions enter and leave, the
 * gateway passes broadcasts on. What it promises: each seat gets every event after its {@code since} once and in order,
 * whether it comes from the bus or, after a hole, from the store; a slow reader gets {@code resync} and slows nobody.
 * Everything runs on the gateway's one context; the frame is encoded once for all its sockets. Limits: {@code
 * limits.outbox}, {@code limits.replay}.
 */
@CheckReturnValue
package dev.parley.gateway.fanout;

import com.google.errorprone.annotations.CheckReturnValue;
