package dev.parley.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Thrown when a node must not start on its configuration, with every {@link ConfigFault}. Its message is one line a
 * fault. Whatever reads files that the configuration names (keys, certificates) before the node listens fails with it
 * as well.
 */
public final class InvalidConfig extends Exception {
    private final transient List<ConfigFault> configFaults;

    public InvalidConfig(List<ConfigFault> configFaults) {
        super(configFaults.stream().map(ConfigFault::toString).collect(Collectors.joining("\n")));
        this.configFaults = List.copyOf(configFaults);
    }

    /** One fault alone. */
    public InvalidConfig(String path, String text) {
        this(List.of(new ConfigFault(path, text)));
    }

    public List<ConfigFault> faults() {
        return configFaults;
    }
}
