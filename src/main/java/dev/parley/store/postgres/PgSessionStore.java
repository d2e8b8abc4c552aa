package dev.parley.store.postgres;

import dev.parley.store.SessionStore;
import dev.parley.store.StoredSession;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sessions in Postgres: single statements, in no order with anything else. Any thread. */
record PgSessionStore(ReadBalancer reads) implements SessionStore {
    @Override
    public Future<Void> put(StoredSession session) {
        return reads.query(
                """
                INSERT INTO sessions (key, user_id, name, picture, role, rooms, expires_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                ON CONFLICT (key) DO UPDATE SET user_id = excluded.user_id, name = excluded.name,
                  picture = excluded.picture, role = excluded.role, rooms = excluded.rooms, expires_at = excluded.expires_at""",
                Tuple.wrap(new Object[] {
                    session.key(),
                    session.user(),
                    session.name(),
                    session.picture(),
                    session.role(),
                    session.rooms() == null ? null : new JsonArray(session.rooms()).encode(),
                    session.expiresAt()
                }),
                rows -> null);
    }

    @Override
    public Future<Optional<StoredSession>> find(String key) {
        return reads.query(
                "SELECT user_id, name, picture, role, rooms, expires_at FROM sessions WHERE key = $1",
                Tuple.of(key),
                rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(session(key, rows.iterator().next())));
    }

    @Override
    public Future<Boolean> end(String key) {
        return reads.query("DELETE FROM sessions WHERE key = $1", Tuple.of(key), rows -> rows.rowCount() > 0);
    }

    @Override
    public Future<Set<String>> endedAmong(Collection<String> keys) {
        List<String> asked = List.copyOf(keys);
        return reads.query(
                "SELECT key FROM sessions WHERE key = ANY ($1)", Tuple.of(asked.toArray(String[]::new)), rows -> {
                    Set<String> ended = new HashSet<>(asked);
                    rows.forEach(row -> ended.remove(row.getString(0)));
                    return ended;
                });
    }

    @Override
    public Future<Void> expire(long before) {
        return reads.query("DELETE FROM sessions WHERE expires_at < $1", Tuple.of(before), rows -> null);
    }

    /** In one statement. The first user whom a guest becomes keeps what the guest said. */
    @Override
    public Future<Void> adopt(String guest, String user, String name, String key) {
        return reads.query(
                """
                WITH ended AS (DELETE FROM sessions WHERE key = $4)
                INSERT INTO aliases (guest, user_id, name) VALUES ($1, $2, $3)
                ON CONFLICT (guest) DO UPDATE SET name = excluded.name WHERE aliases.user_id = excluded.user_id""",
                Tuple.of(guest, user, name, key),
                rows -> null);
    }

    private static StoredSession session(String key, Row row) {
        String patterns = row.getString(4);
        List<String> allowed = patterns == null
                ? null
                : new JsonArray(patterns).stream().map(String.class::cast).toList();
        return new StoredSession(
                key, row.getString(0), row.getString(1), row.getString(2), row.getString(3), allowed, row.getLong(5));
    }
}
