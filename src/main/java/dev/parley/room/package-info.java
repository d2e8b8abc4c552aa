/**
 * Rooms: who is in them, what order things have, which answers are in progress.
 *
 * <p>What it is: {@link dev.parley.room.rules.Room} and its parts, plain rules with the time passed in;
 * {@link dev.parley.room.RoomVerticle}, the shell that gives a room its address, its store and its timers;
 * {@link dev.parley.room.RoomHost}, which brings rooms into memory on its node and hands them over when another should have them. Who calls it: gateways, through the bus.
 * What it promises: nothing leaves a room before it is committed; all see one order; an answer that was accepted has one end; a room whose append failed answers
 * {@code unavailable} and is loaded anew from the store; so does one that moves to another node, or whose node lost its lease. Which
 * node has a room is {@code cluster}'s affair, who may write the store's. Limits: {@code config.RoomsConfig} and {@code config.Limits}.
 *
 * <p>A node has many rooms in memory and most of them hold little: the collections of each start at the least capacity.
 */
@CheckReturnValue
package dev.parley.room;

import com.google.errorprone.annotations.CheckReturnValue;
