package dev.parley.store;

import dev.parley.model.Event;
import dev.parley.model.NameRange;
import dev.parley.model.RoomOptions;
import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Rooms, their events, turns in progress, and sessions.
 *
 * <p>May be called from any context; futures complete on the caller's context, those of one caller's appends to one room in
 * the order of the calls. Failures are {@link dev.parley.model.Refusal}s: {@code overloaded} (nothing was done), {@code unavailable}
 * (an append may or may not be stored) or {@code internal} (this operation cannot be done; nothing was). A refusal at the
 * door, {@code overloaded} or {@code unavailable} after {@link #close}, comes at once, ahead of calls that still wait.
 */
public interface Store {

    /**
     * Takes a room over: raises its epoch, so that every other writer is fenced from now on, and {@code attempt} of its
     * open turns. In a cluster it fails with {@code unavailable} while another node that holds its lease has the room.
     */
    Future<Claim> claim(String room, String owner);

    /** Who claimed a room and has not given it back. */
    Future<Optional<String>> owner(String room);

    /** Gives a room back, if {@code epoch} is still its epoch. */
    Future<Void> release(String room, long epoch);

    /** Stores one event if its epoch holds. Appends of one room are stored in the order of the calls. */
    Future<Appended> append(Append append);

    /** Keeps what is set for a room, if {@code epoch} is still its epoch; false when it is not. */
    Future<Boolean> configure(String room, long epoch, RoomOptions options);

    /** What is set for a room; nothing for one that was never claimed. */
    Future<RoomOptions> options(String room);

    /** Events with {@code seq} above {@code after}, oldest first, at most {@code limit}. */
    Future<List<Event>> eventsAfter(String room, long after, int limit);

    /** Messages (of people and assistants) with {@code seq} below {@code before}, oldest first: the {@code limit} latest of those. */
    Future<List<Event>> messagesBefore(String room, long before, int limit);

    /** Messages with {@code seq} above {@code after}, oldest first, at most {@code limit}. */
    Future<List<Event>> messagesAfter(String room, long after, int limit);

    /** The latest {@code seq} under which a message has this id. */
    Future<Optional<Long>> seqOf(String room, String messageId);

    /** A room that exists for others as well: something was stored in it, or set for it. */
    Future<Optional<RoomSummary>> room(String room);

    /** Rooms with a name in this range that exist for others as well, by name, at most {@code limit}. */
    Future<List<RoomSummary>> rooms(NameRange names, int limit);

    /** How far these rooms are; those that were never claimed are left out. */
    Future<Map<String, Position>> positions(Collection<String> rooms);

    /** Rooms with turns in progress that no node with a lease has, at most {@code limit}. Alone: all that have some. */
    Future<List<String>> roomsWithOpenTurns(int limit);

    /**
     * Keeps how far a turn is, if it is in progress in this very attempt; with {@code next} above that it is in that
     * attempt from now on. False when it is not: nothing was written then. A claim of the room raises the attempt, so an
     * owner that was fenced out keeps nothing.
     */
    Future<Boolean> storeProgress(Turn turn, int next, TurnProgress progress);

    Future<Optional<StoredTurn>> turn(String room, String id);

    /** A room's turns whose prompt is before {@code before}, the latest prompts first, at most {@code limit}. */
    Future<List<StoredTurn>> turns(String room, long before, int limit);

    /** What turns that ended took. */
    Future<List<UsageRow>> usage(UsageQuery query);

    Future<Void> putSession(StoredSession session);

    /** A session that was not ended; it may be past its time. */
    Future<Optional<StoredSession>> session(String key);

    /** Whether there was one. */
    Future<Boolean> endSession(String key);

    /** Those of these sessions that were ended, or never were. */
    Future<Set<String>> endedSessions(Collection<String> keys);

    /** Removes sessions that expired before this time (ms). */
    Future<Void> expireSessions(long before);

    /** What the readiness probe says. Never blocks. */
    Health health();

    /** Finishes what is queued, then closes. */
    Future<Void> close();
}
