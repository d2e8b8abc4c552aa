package dev.parley.config;

/** One fault of a configuration: where, and what was found and is allowed. */
public record Fault(String path, String text) {
    @Override
    public String toString() {
        return "config " + path + " " + text;
    }
}
