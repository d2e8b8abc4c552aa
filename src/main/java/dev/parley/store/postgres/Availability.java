package dev.parley.store.postgres;

import dev.parley.store.Health;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the store's connections say about the server. Any thread. */
final class Availability {
    private static final Logger LOG = LoggerFactory.getLogger(Availability.class);

    private final Map<Object, String> problems = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** A connection is away. */
    void down(Object connection, String problem) {
        boolean first = problems.isEmpty();
        if (problems.put(connection, problem) == null && first && !closed) {
            LOG.warn("the store is away: {}", problem);
        }
    }

    /** It is there, and the server does what it is asked on it. */
    void up(Object connection) {
        if (problems.remove(connection) != null && problems.isEmpty()) {
            LOG.info("the store is back");
        }
    }

    void close() {
        closed = true;
    }

    Health health() {
        return closed
                ? Health.down("closed")
                : problems.values().stream().findFirst().map(Health::down).orElse(Health.UP);
    }
}
