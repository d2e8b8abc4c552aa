package dev.parley.store;

import dev.parley.model.Event;
import dev.parley.model.NameRange;
import dev.parley.model.RoomOptions;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What anybody may read of rooms: their events, how far they are, which there are.
 *
 * <p>What lies below a room's {@code first_seq} is in no read: a page that begins above what was asked for tells that.
 * What a guest said is shown as the user's whom the guest has become ({@link SessionStore#adopt}).
 *
 * <p>Threads and failures as {@link Store} says. A read sees every event whose commit was answered before the read
 * began.
 */
public interface History {

    /** Events with {@code seq} above {@code after}, oldest first, at most {@code limit}. */
    Future<List<Event>> eventsAfter(String room, long after, int limit);

    /**
     * The {@code limit} latest messages (of people and assistants) with {@code seq} below {@code before}, oldest first.
     */
    Future<List<Event>> messagesBefore(String room, long before, int limit);

    /** Messages with {@code seq} above {@code after}, oldest first, at most {@code limit}. */
    Future<List<Event>> messagesAfter(String room, long after, int limit);

    /** The latest {@code seq} under which a message has this id. */
    Future<Optional<Long>> seqOf(String room, String messageId);

    /**
     * What a sender stored in a room under this id; also when it was deleted since. It is the first reply's content,
     * for a resend that is refused or that decides on something.
     */
    Future<Optional<Sent>> sent(String room, String from, String id);

    /** The room's shared state: the last snapshot, and the changes since. */
    Future<StoredState> state(String room);

    /** The latest changes of the shared state below {@code before}, oldest first, at most {@code limit}. */
    Future<List<Event>> stateChangesBefore(String room, long before, int limit);

    /** A room that exists for others as well: it keeps an event, or options were set for it. */
    Future<Optional<RoomSummary>> room(String room);

    /**
     * Rooms with a name in this range that exist for others as well and are open or this user's, by name, at most
     * {@code limit}. A direct room is listed to its members once something was said there, to its maker at once. Hidden
     * rooms cost nothing: both kinds are found by an index.
     */
    Future<List<RoomSummary>> rooms(NameRange names, RoomFilter filter, int limit);

    /**
     * The {@code seq} of the first kept event that is not older than {@code before} (ms since the epoch), or that of
     * the {@code limit}th kept one if that comes first; last + 1 when all are older. What lies below it may go.
     */
    Future<Long> cut(String room, long before, int limit);

    /**
     * Rooms whose first kept event is older at {@code now} than their retention and a fiftieth of it, at most {@code
     * limit}. Without that fiftieth a room in which much was said once would be woken for each message that ages.
     */
    Future<List<String>> dueForRetention(long now, int limit);

    /** The options of a room; none for a room that was never claimed. */
    Future<RoomOptions> options(String room);

    /** How far these rooms are; rooms that were never claimed are left out. */
    Future<Map<String, Position>> positions(Collection<String> rooms);
}
