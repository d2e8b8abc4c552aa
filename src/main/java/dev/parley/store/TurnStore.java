package dev.parley.store;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * The turns of assistants, to be read: how far each is, how it ended, what it used. Their rooms' commits write them
 * ({@link Effect}).
 *
 * <p>Threads and failures as {@link Store} says.
 */
public interface TurnStore {

    /** One turn of a room, in progress or ended. */
    Future<Optional<StoredTurn>> turn(String room, String id);

    /** A room's turns whose prompt is before {@code before}, the latest prompts first, at most {@code limit}. */
    Future<List<StoredTurn>> turns(String room, long before, int limit);

    /**
     * Rooms with turns in progress that no node with a lease owns, at most {@code limit}. For a node without a cluster:
     * all rooms with turns in progress.
     */
    Future<List<String>> roomsWithOpenTurns(int limit);

    /** The tokens and the time that ended turns used. */
    Future<List<UsageRow>> usage(UsageQuery query);
}
