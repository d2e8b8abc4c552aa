package dev.parley.config;

/**
 * One fault of a configuration: where, and what was found and is allowed. It never holds a secret.
 *
 * @param path the key's whole path ({@code http.port}), or the file's name when the fault is the file's
 */
public record ConfigFault(String path, String text) {
    @Override
    public String toString() {
        return "config " + path + ": " + text;
    }
}
