package dev.parley.config.reading;

import dev.parley.config.Config;
import java.util.List;

/**
 * What was read.
 *
 * @param source the file or resource that was laid over the defaults
 * @param warnings one line each; nothing that keeps a node from starting
 */
public record LoadedConfig(Config config, String source, List<String> warnings) {}
