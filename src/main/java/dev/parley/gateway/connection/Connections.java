package dev.parley.gateway.connection;

import dev.parley.contract.CloseCode;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/**
 * All the connections of one gateway: they are checked once a second, and closed when the node drains. On its context.
 */
public final class Connections {
    private final Set<Connection> connections = new LinkedHashSet<>();

    /** From now on it is checked, and learns of its opaque session's end, which may have come just before. */
    public void add(Connection connection) {
        connections.add(connection);
        connection.checkSession();
    }

    public void remove(Connection connection) {
        connections.remove(connection);
    }

    /** Called once a second; {@code nowMs} is monotonic. */
    public void checkAll(long nowMs) {
        List.copyOf(connections).forEach(connection -> connection.check(nowMs));
    }

    /** The opaque sessions by which connections here were let in. */
    public Set<String> keys() {
        return connections.stream()
                .map(connection -> connection.identity().session())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** An opaque session was ended somewhere. */
    public void endSession(String key) {
        List.copyOf(connections).forEach(connection -> connection.endSession(key));
    }

    /** Returns what closes each connection; it takes the time after which the client may come back, in ms. */
    public List<LongConsumer> drain() {
        List<LongConsumer> closings = new ArrayList<>();
        for (Connection connection : connections) {
            closings.add(retryAfterMs -> connection.close(
                    CloseCode.DRAINING,
                    new JsonObject().put("retryAfterMs", retryAfterMs).encode()));
        }
        return closings;
    }
}
