package dev.parley.gateway.sockjs;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.shareddata.LocalMap;
import io.vertx.core.shareddata.Shareable;

/**
 * Remembers which user opened which SockJS session. Clients choose the ids of polling sessions, and the library lets in
 * whoever knows one, by any gateway of the node. From any context.
 */
final class BridgeOwners {
    private final LocalMap<String, Owned> users;

    BridgeOwners(Vertx vertx) {
        users = vertx.sharedData().getLocalMap("parley.bridge.owners");
    }

    /** Whether this user may use a SockJS session that may or may not exist. */
    boolean mayUse(String id, String user) {
        Owned owned = users.get(id);
        return owned == null || owned.user.equals(user);
    }

    /** Takes an id that nobody has; false when somebody has it. */
    boolean claim(String id, String user) {
        return users.putIfAbsent(id, new Owned(user)) == null;
    }

    /** The SockJS session is gone. */
    void release(String id) {
        users.remove(id);
    }

    /** Has {@code onRequest} called, on any context, for each request of a SockJS session. */
    void watch(String id, Runnable onRequest) {
        Owned owned = users.get(id);
        if (owned != null) {
            owned.onRequest = onRequest;
        }
    }

    /** Its client made a request. */
    void onRequest(String id, HttpServerResponse response) {
        Owned owned = users.get(id);
        if (owned != null) {
            owned.latest = response;
            owned.onRequest.run();
        }
    }

    /** Whether its client has a poll under way. */
    boolean isPolling(String id) {
        Owned owned = users.get(id);
        HttpServerResponse latest = owned == null ? null : owned.latest;
        return latest != null && !latest.ended() && !latest.closed();
    }

    private static final class Owned implements Shareable {
        private final String user;
        private volatile Runnable onRequest = () -> {};
        private volatile HttpServerResponse latest;

        Owned(String user) {
            this.user = user;
        }
    }
}
