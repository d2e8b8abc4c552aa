/**
 * A room's way to the store: commits are handed over in order, take effect and are announced once they are stored, and
 * only then are acknowledged.
 *
 * <p>On the room's context. After a commit that failed nobody knows what is stored, so the room leaves memory and is
 * loaded again; an overloaded store is tried again. No decision looks at anything that is not stored: what is decided
 * from the room's memory goes through {@link dev.parley.room.log.Decisions}, one at a time, while messages, and what
 * the store decides (edits, deletes, reactions), are stored many at a time beside it. A resend that a limit refuses
 * gets its first reply ({@link dev.parley.room.log.Resend}).
 */
@CheckReturnValue
package dev.parley.room.log;

import com.google.errorprone.annotations.CheckReturnValue;
