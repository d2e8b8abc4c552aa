package dev.parley.cli;

import dev.parley.config.LogConfig;
import io.vertx.core.json.JsonObject;
import org.slf4j.event.Level;

/**
 * Formats what a process says beside its log: faults, warnings, and that it is ready. With {@code log.format} {@code
 * json} these are objects with the fields of a log line, so that one reader understands every line. Immutable.
 */
public final class ProcessLines {
    private final LogConfig.Format format;

    public ProcessLines(LogConfig.Format format) {
        this.format = format;
    }

    /** One line, without its end. */
    public String line(Level level, Class<?> by, String message) {
        return switch (format) {
            case TEXT -> message;
            case JSON ->
                new JsonObject()
                        .put("timestamp", System.currentTimeMillis())
                        .put("level", level.toString())
                        .put("threadName", Thread.currentThread().getName())
                        .put("loggerName", by.getName())
                        .put("formattedMessage", message)
                        .encode();
        };
    }
}
