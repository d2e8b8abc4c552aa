/**
 * The chore of one node for all rooms of the cluster: finds those that hold what is older than their retention and has
 * them drop it, and forgets removals and entries of audit trails that are too many or too old.
 *
 * <p>{@link dev.parley.room.retention.RetentionChore} runs a round every {@code rooms.retentionEvery} on the first node
 * of the ring as it is in view: two nodes may do so for a moment, which costs work and nothing else. {@link
 * dev.parley.room.retention.DueRooms} asks rooms, {@link dev.parley.room.retention.OldEntries} the store. Whatever
 * fails is tried again in the next round.
 */
@CheckReturnValue
package dev.parley.room.retention;

import com.google.errorprone.annotations.CheckReturnValue;
