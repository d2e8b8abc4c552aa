/**
 * A room's way to the store: events are appended in order, announced once they are committed, and only then
 * acknowledged.
 *
 * <p>On the room's context. After an append that failed nobody knows what is stored, so the room leaves memory and is
 * loaded again; an overloaded store is tried again.
 */
@CheckReturnValue
package dev.parley.room.log;

import com.google.errorprone.annotations.CheckReturnValue;
