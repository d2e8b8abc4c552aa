package dev.parley.gateway.bridge;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;

/**
 * Whose SockJS sessions are whose. Clients choose the ids of polling sessions, and the library lets in whoever knows one,
 * by any gateway of the node: so the node remembers who opened each. Safe from every context.
 */
final class BridgeOwners {
    private final LocalMap<String, String> users;

    BridgeOwners(Vertx vertx) {
        users = vertx.sharedData().getLocalMap("parley.bridge.owners");
    }

    /** Whether this user may use a session that may or may not exist. */
    boolean mayUse(String id, String user) {
        String owner = users.get(id);
        return owner == null || owner.equals(user);
    }

    /** Takes an id that nobody has; false when somebody has it. */
    boolean claim(String id, String user) {
        return users.putIfAbsent(id, user) == null;
    }

    /** The session is gone. */
    void release(String id) {
        users.remove(id);
    }
}
