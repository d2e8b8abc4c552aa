package dev.parley.store;

import dev.parley.model.Turn;
import dev.parley.model.TurnProgress;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * The turns of assistants: how far each is, how it ended, what it used. A turn starts and ends with an append
 * ({@link RoomLog#append}).
 *
 * <p>Threads and failures as {@link Store} says.
 */
public interface TurnStore {

    /**
     * Stores how far a turn is, if it is in progress in this very attempt; with {@code next} above that attempt it is
     * in attempt {@code next} from now on. False when it is not in progress in this attempt: nothing was written then.
     * A claim of the room raises the attempt, so an owner that was fenced out writes nothing.
     */
    Future<Boolean> storeProgress(Turn turn, int next, TurnProgress progress);

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
