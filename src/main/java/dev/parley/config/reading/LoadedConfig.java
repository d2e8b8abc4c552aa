package dev.parley.config.reading;

import dev.parley.config.Config;
import java.util.List;

/**
 * A configuration that was read and is valid.
 *
 * @param source the file or resource that was laid over the defaults
 * @param variables the names of the variables that were used, sorted
 * @param warnings one line each; nothing that keeps a node from starting
 * @param madeSecret whether a new secret was made for it
 */
public record LoadedConfig(
        Config config, String source, List<String> variables, List<String> warnings, boolean madeSecret) {

    /** What was read, in the order in which one lies over the other. */
    public List<String> files() {
        return List.of(ConfigReader.DEFAULTS, source);
    }
}
