/**
 * How a room comes to its end in memory: asleep, moved, failed, or stopped with its node.
 *
 * <p>{@link dev.parley.room.lifecycle.RoomLifecycle} decides on the room's context;
 * {@link dev.parley.room.lifecycle.Hibernation} is the state that the host, on another context, sees of it. Gateways hear
 * before a room leaves, and its claim is released, so that the next owner need not wait for a lease.
 */
@CheckReturnValue
package dev.parley.room.lifecycle;

import com.google.errorprone.annotations.CheckReturnValue;
