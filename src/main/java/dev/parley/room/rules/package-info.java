/**
 * What a room decides: what may be said, what is stored for it, who belongs here and is here, which turns run.
 *
 * <p>Plain classes without Vert.x (ArchitectureTest checks the whole package): time and ids are passed in, nothing
 * waits and nothing is sent. {@link dev.parley.room.rules.Room} is the entry. A {@link dev.parley.room.rules.Ruling} is
 * what a change of settings, members or sanctions stores; {@link dev.parley.room.rules.RoomRights} is what commands are
 * judged by. One thread at a time: the room's context.
 * Limits: {@code config.Limits} and {@code config.RoomsConfig}.
 */
@CheckReturnValue
package dev.parley.room.rules;

import com.google.errorprone.annotations.CheckReturnValue;
