package dev.parley;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The two log lines of a drain: what has to go when it begins, and what was left when it ended. For any thread. */
final class DrainLog {
    private static final Logger LOG = LoggerFactory.getLogger(DrainLog.class);

    private final Node node;
    private final long begun = System.nanoTime();

    private DrainLog(Node node) {
        this.node = node;
    }

    /** Logs that the node begins to drain. */
    static DrainLog begin(Node node) {
        Duration window = node.config().drain().window();
        LOG.atInfo()
                .addKeyValue("connections", node.connections())
                .addKeyValue("rooms", node.rooms())
                .addKeyValue("windowMs", window.toMillis())
                .log(
                        "drain begins: {} connections and {} rooms, over {} ms",
                        node.connections(),
                        node.rooms(),
                        window.toMillis());
        return new DrainLog(node);
    }

    /** Logs that the drain is over; what is left now is closed. */
    void end() {
        long tookMs = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        LOG.atInfo()
                .addKeyValue("connections", node.connections())
                .addKeyValue("rooms", node.rooms())
                .addKeyValue("tookMs", tookMs)
                .log(
                        "drain ended after {} ms: {} connections and {} rooms are left",
                        tookMs,
                        node.connections(),
                        node.rooms());
    }
}
