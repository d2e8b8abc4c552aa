/**
 * The turns of a room from the question to the stored answer, over attempts on one node or several.
 *
 * <p>On the room's context. A turn is a row in the store, so a new owner of the room goes on with it; every accepted turn
 * reaches exactly one end. The pull of each reply from the AI verticle is the back-pressure.
 */
@CheckReturnValue
package dev.parley.room.turn;

import com.google.errorprone.annotations.CheckReturnValue;
