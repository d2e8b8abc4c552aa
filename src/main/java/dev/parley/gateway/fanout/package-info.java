/**
 * The hot path: from a room, on whichever node it lives, to the sockets of one event loop, and back.
 *
 * <p>What it is: {@link dev.parley.gateway.fanout.RoomSubscribers}, a room as one gateway follows it, and its
 * {@link dev.parley.gateway.fanout.Subscription}s, one for each connection in it; {@link dev.parley.gateway.command.RoomClient}, its way to
 * the room; {@link dev.parley.gateway.fanout.NodeRelay}, one a node, which receives what rooms on other nodes send; {@link dev.parley.gateway.fanout.FlushScheduler}, when
 * what was collected leaves. Who calls
 * it: sessions enter and leave, the gateway passes broadcasts on. What it promises: each seat gets every event after its {@code since} once and in order,
 * whether it comes from the bus or, after a hole or a comparison that found one, from the store; a command is repeated with
 * its id until it was heard or {@code rooms.patience} is over; a slow reader gets {@code resync} and slows nobody.
 * All but the spreader runs on the gateway's one context; the frame is encoded once for all its sockets. Limits: {@code
 * limits.outbox}, {@code limits.replay}, {@code rooms.pending} commands that wait for a room which is not awake, {@code limits.commands}
 * of all clients together ({@link dev.parley.gateway.command.CommandLimit}); entering a room does not count, each connection sends as
 * many of those as {@code limits.frames} lets it.
 */
@CheckReturnValue
package dev.parley.gateway.fanout;

import com.google.errorprone.annotations.CheckReturnValue;
