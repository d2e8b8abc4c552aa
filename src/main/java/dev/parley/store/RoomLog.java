package dev.parley.store;

import dev.parley.model.RoomOptions;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The log of each room, as its owner writes it: one node owns a room at a time, and only that node can append.
 *
 * <p>Threads and failures as {@link Store} says. A writer that was fenced out changes nothing: every write names the
 * epoch that its claim was given.
 */
public interface RoomLog {

    /**
     * Takes a room over: raises its epoch, so that every other writer is fenced from now on, and {@code attempt} of its
     * open turns. In a cluster it fails with {@code unavailable} while another node that holds its lease has the room.
     */
    Future<Claim> claim(String room, String owner);

    /** The node that claimed a room and has not released it. */
    Future<Optional<String>> owner(String room);

    /** Gives a room back, if {@code epoch} is still its epoch. */
    Future<Void> release(String room, long epoch);

    /** Stores a commit, whole or not at all. Commits of one room are done in the order of the calls. */
    Future<Committed> commit(Commit commit);

    /** Stores one event if its epoch is current. Appends of one room are stored in the order of the calls. */
    default Future<Appended> append(Append append) {
        List<Effect> effects = new ArrayList<>();
        if (append.ends() != null) {
            effects.add(new Effect.EndTurn(append.ends()));
        }
        append.starts().forEach(turn -> effects.add(new Effect.StartTurn(turn)));
        Commit.Cause cause =
                append.clientId() ? new Commit.Cause(append.from().id(), append.id(), append.digest()) : null;
        return commit(new Commit(
                        append.room(),
                        append.epoch(),
                        append.ts(),
                        cause,
                        List.of(new Commit.NewEvent(append.type(), append.id(), append.from(), append.body())),
                        effects))
                .map(committed -> committed instanceof Committed.Stored stored
                        ? new Appended.Stored(stored.first())
                        : committed instanceof Committed.Duplicate earlier
                                ? new Appended.Duplicate(earlier.seq(), earlier.ts(), earlier.same())
                                : committed instanceof Committed.Fenced fenced
                                        ? new Appended.Fenced(fenced.epoch())
                                        : new Appended.TurnOver());
    }

    /** Stores a room's options if {@code epoch} is still its epoch; false when it is not. */
    default Future<Boolean> configure(String room, long epoch, RoomOptions options) {
        return commit(new Commit(room, epoch, 0, null, List.of(), List.of(new Effect.SetOptions(options))))
                .map(Committed.Stored.class::isInstance);
    }
}
