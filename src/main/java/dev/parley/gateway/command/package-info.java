/**
 * The way up: from a gateway to the node that has the room, also while the room wakes, moves or fails.
 *
 * <p>What it is: {@link dev.parley.gateway.command.RoomClient}, one for each room that a gateway follows or that a
 * command is under way to; {@link dev.parley.gateway.command.RoomClients}, which has them by name, and {@link
 * dev.parley.gateway.command.CommandLimit}, which all of them share. Who calls it: {@link dev.parley.gateway.fanout}.
 * What it promises: commands of one gateway to one room stay in order; a command is sent again with its id until it has
 * a reply or {@code rooms.patience} is over; one that cannot be delivered in time is refused with a code that says
 * whether to send it again. On the gateway's context. Limits: {@code rooms.pending} commands wait for a room that is
 * not awake, {@code limits.commands} for all rooms together.
 */
@CheckReturnValue
package dev.parley.gateway.command;

import com.google.errorprone.annotations.CheckReturnValue;
