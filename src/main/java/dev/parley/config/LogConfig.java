package dev.parley.config;

/**
 * The section {@code log}: {@code format} for people or machines, {@code level} of Parley's own packages. Immutable.
 */
public record LogConfig(Format format, Level level) {
    /** One line for a terminal, or one JSON object. */
    public enum Format {
        TEXT,
        JSON
    }

    /** The least important lines that are written. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }
}
