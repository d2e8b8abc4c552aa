/**
 * Who is told: the gateways a room speaks to, what its members see of one another, and the question who is connected.
 *
 * <p>On the room's context. A gateway that has not said who is connected there gets everything, and is asked again every
 * second. Nothing here is stored.
 */
@CheckReturnValue
package dev.parley.room.audience;

import com.google.errorprone.annotations.CheckReturnValue;
