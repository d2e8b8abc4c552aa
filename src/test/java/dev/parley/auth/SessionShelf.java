package dev.parley.auth;

import dev.parley.store.Store;
import dev.parley.store.StoredSession;
import io.vertx.core.Future;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The session methods of a store, in memory; every other method fails. To be replaced by the SQLite store when that is
 * merged.
 */
final class SessionShelf {
    final Map<String, StoredSession> sessions = new ConcurrentHashMap<>();

    Store store() {
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "putSession" -> {
                            StoredSession session = (StoredSession) arguments[0];
                            sessions.put(session.key(), session);
                            return Future.succeededFuture();
                        }
                        case "session" -> {
                            return Future.succeededFuture(Optional.ofNullable(sessions.get(arguments[0])));
                        }
                        case "endSession" -> {
                            return Future.succeededFuture(sessions.remove(arguments[0]) != null);
                        }
                        case "expireSessions" -> {
                            sessions.values().removeIf(session -> session.expiresAt() < (Long) arguments[0]);
                            return Future.succeededFuture();
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    }
                });
    }
}
