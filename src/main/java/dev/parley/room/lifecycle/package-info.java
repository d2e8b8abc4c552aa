/**
 * How a room leaves the memory of its node: asleep, moved, failed, deleted, or stopped with its node.
 *
 * <p>{@link dev.parley.room.lifecycle.LeaveReason} is the table of reasons;
 * {@link dev.parley.room.lifecycle.RoomLifecycle} acts on it, on the room's context;
 * {@link dev.parley.room.lifecycle.Hibernation} is the state that the host, on another thread, shares with it. Gateways
 * are told before a room leaves, and its claim is released, so that the next owner need not wait for a lease to lapse.
 */
@CheckReturnValue
package dev.parley.room.lifecycle;

import com.google.errorprone.annotations.CheckReturnValue;
