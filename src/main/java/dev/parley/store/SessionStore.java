package dev.parley.store;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Opaque sessions, by the hash of their tokens.
 *
 * <p>Threads and failures as {@link Store} says.
 */
public interface SessionStore {

    /** Stores a session; replaces one with the same key. */
    Future<Void> put(StoredSession session);

    /** A session that was not ended; its time may be over. */
    Future<Optional<StoredSession>> find(String key);

    /** Ends a session; whether there was one. */
    Future<Boolean> end(String key);

    /** Those of these sessions that were ended, or never existed. */
    Future<Set<String>> endedAmong(Collection<String> keys);

    /** Removes sessions that expired before this time (ms since the epoch). */
    Future<Void> expire(long before);

    /**
     * From now on the guest is this user: what the guest said is shown and may be changed as the user's. Ends the
     * guest's session with this key in the same transaction.
     */
    Future<Void> adopt(String guest, String user, String name, String key);
}
