package dev.parley.store;

import io.vertx.core.Future;
import java.util.List;

/**
 * The store of a node, as six faces; who needs one of them is given that one.
 *
 * <p>All of them may be called from any context; futures complete on the caller's context, those of one caller's
 * operations on one room in the order of the calls. Failures are {@link dev.parley.model.Refusal}s: {@code overloaded}
 * (nothing was done), {@code unavailable} (a write may or may not be stored) or {@code internal} (this operation cannot
 * be done; nothing was). {@code overloaded}, and {@code unavailable} after {@link #close}, are answered at once, ahead
 * of calls that still wait.
 */
public interface Store {

    /** For the owner of a room: claims it, commits to it, gives it back. */
    RoomLog log();

    /** For readers: events, and the rooms they belong to. */
    History history();

    /** How far turns are, how they ended and what they used. */
    TurnStore turns();

    /** Members, sanctions, invitations and the audit trail of rooms; commits write them as {@link RosterTables}. */
    default Rosters rosters() {
        return new Rosters(database());
    }

    /** Sessions that the node issued itself. */
    SessionStore sessions();

    /** The tables of capabilities, and those of {@link RosterTables}. */
    Database database();

    /**
     * Brings a capability's tables to its present version, before anything uses them: script n of this store leads from
     * version n - 1 to n, in a transaction with its number. A newer version, as a newer node made it, is left as it is.
     * Nodes that start together wait for each other. Fails with an {@link dev.parley.config.InvalidConfig} of
     * {@code store.url} that names the capability when the database refuses a script.
     */
    Future<Void> migrate(String capability, List<String> scripts);

    /** Whether the store can be used now, for the readiness probe. Never blocks. */
    Health health();

    /** Finishes what is queued, then closes. */
    Future<Void> close();
}
