/**
 * Whom a room sends to: the question who is connected, the frames for the gateways, and what members see of one
 * another.
 *
 * <p>On the room's context. A gateway that has not replied who is connected there gets everything, and is asked again
 * every second. Nothing here is stored.
 */
@CheckReturnValue
package dev.parley.room.audience;

import com.google.errorprone.annotations.CheckReturnValue;
