/**
 * The way up: from a gateway to the node that has the room, also while the room wakes, moves or fails.
 *
 * <p>On the gateway's event loop. Commands of one connection to one room stay in order; what cannot be delivered in time
 * is refused with a code that says whether to send it again. The number of commands on their way is bounded by
 * {@code limits.commands}.
 */
@CheckReturnValue
package dev.parley.gateway.command;

import com.google.errorprone.annotations.CheckReturnValue;
