/**
 * Rooms: who is in them, the order of their events, and the turns of their assistants.
 *
 * <p>{@link dev.parley.room.RoomHost} has the rooms of its node loaded and handed over;
 * {@link dev.parley.room.RoomVerticle} is one room at its address, the shell around its rules. Below it:
 *
 * <pre>
 * rules      what a room decides, without Vert.x
 * state      the shared state and patches of it, without Vert.x
 * turn       questions to assistants, until their end
 * log        the way to the store
 * state      the shared state
 * audience   the gateways, and what members see of one another
 * lifecycle  how a room leaves memory
 * quota      limits that the rooms of a node share
 * retention  one node looks for rooms that hold what is older than they keep
 * </pre>
 *
 * <p>Gateways call rooms through the bus. Nothing leaves a room before it is committed; all members see one order;
 * every accepted turn has one end. A room whose commit failed refuses with {@code unavailable} and is loaded again from
 * the store; so does one that moves to another node, or whose node lost its lease. Which node has a room is decided in
 * {@code cluster}, who may write by the store. Limits: {@code config.RoomsConfig} and {@code config.Limits}.
 *
 * <p>A node has many rooms in memory and most of them hold little: the collections of each start at the least capacity.
 */
@CheckReturnValue
package dev.parley.room;

import com.google.errorprone.annotations.CheckReturnValue;
