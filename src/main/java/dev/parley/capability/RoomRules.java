package dev.parley.capability;

import dev.parley.store.Effect;
import io.vertx.core.Future;
import java.util.List;

/**
 * What a capability decides in a room, and how long what it stores there lives. On the context of the room, one command
 * after the other: the next is decided when the commit of the one before is answered.
 *
 * @param <S> what it knows of a room: a value that does not change
 */
public interface RoomRules<S> {

    /** The highest version of commands that {@link #decide} knows; higher ones are answered {@code unavailable}. */
    int version();

    /**
     * Reads what it knows of a room, before the first decision after its claim, and again after a commit that was not
     * stored. Keep it small: it stays in memory as long as the room.
     */
    Future<S> load(String room);

    /**
     * Decides a command. Pure: by its arguments alone. Throws a {@link dev.parley.model.Refusal} to refuse it; anything
     * else that it throws is answered {@code internal}, and changes nothing. A command whose reply was lost comes
     * again, under its id: of one that stores an event the first event is found then; whatever else it wants must come
     * to the same when it is done twice.
     */
    Decision<S> decide(S known, RoomRequest request);

    /** What goes with an event that is deleted, in the same commit. */
    default List<Effect> forget(String room, long seq) {
        return List.of();
    }

    /** What goes with a room that is deleted, in the same commit. */
    default List<Effect> deleteRoom(String room) {
        return List.of();
    }

    /** What goes with a room's events before {@code firstSeq}, in the same commit. */
    default List<Effect> retain(String room, long firstSeq) {
        return List.of();
    }
}
