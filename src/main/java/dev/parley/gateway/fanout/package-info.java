/**
 * The way down, and the hot path: from a room, on whichever node it lives, to the sockets of one event loop.
 *
 * <table>
 * <caption>Where to read</caption>
 * <tr><td>{@link dev.parley.gateway.fanout.SubscribedRooms}</td><td>all rooms that one gateway follows</td></tr>
 * <tr><td>{@link dev.parley.gateway.fanout.RoomSubscribers}</td><td>one of them, with its subscriptions</td></tr>
 * <tr><td>{@link dev.parley.gateway.fanout.Subscription}</td><td>one connection in it</td></tr>
 * <tr><td>{@code RoomPosition}</td><td>how far the room has come here; pure</td></tr>
 * <tr><td>{@code HoleRepair}, {@code StartOver}, {@code StoreComparison}</td><td>what the
 *     bus lost, and a store that went back</td></tr>
 * <tr><td>{@link dev.parley.gateway.fanout.RemovalWatch}, {@code RecentRemovals}, {@code WaitingFrames}</td><td>who was
 *     taken out of rooms, whatever the bus lost</td></tr>
 * <tr><td>{@link dev.parley.gateway.fanout.FlushScheduler}</td><td>when frames leave</td></tr>
 * <tr><td>{@link dev.parley.gateway.fanout.NodeRelay}</td><td>what rooms on other nodes send, once a node</td></tr>
 * </table>
 *
 * <p>An event that takes a user out is the last that the user's connections get, then {@code left}. A frame that is not
 * stored never overtakes such an event: while events are missing it waits for them.
 *
 * <p>Who calls it: connections enter and leave, the gateway passes broadcasts on. What it promises: each subscription
 * gets every event after its {@code since} once and in order, whether it comes from the bus or from the store; a slow
 * reader gets {@code resync} and slows nobody. A frame is encoded once for all its sockets. Everything but the relay
 * runs on the gateway's one context. Limits: {@code limits.outbox}, {@code limits.replay}. Commands to rooms are {@link
 * dev.parley.gateway.command}'s; entering a room does not count against {@code limits.commands}, since each connection
 * sends as many of those as {@code limits.frames} lets it.
 */
@CheckReturnValue
package dev.parley.gateway.fanout;

import com.google.errorprone.annotations.CheckReturnValue;
