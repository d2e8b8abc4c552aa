package dev.parley.config;

/** Logging: {@code format} for people or machines, {@code level} of our own packages. */
public record LogConfig(Format format, Level level) {
    /** One line for a terminal, or one JSON object. */
    public enum Format {
        TEXT,
        JSON
    }

    /** How much is said. */
    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG
    }
}
