/**
 * A room's way to the store: events are appended in order, announced once they are durable, and only then acknowledged.
 *
 * <p>On the room's context. An append that fails ends the room's life in memory, because nobody knows what is stored; a
 * full store is tried again.
 */
@CheckReturnValue
package dev.parley.room.log;

import com.google.errorprone.annotations.CheckReturnValue;
