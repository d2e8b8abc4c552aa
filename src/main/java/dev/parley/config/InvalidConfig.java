package dev.parley.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration on which nothing may start. Its message is one line a fault. Also the failure of what reads files that
 * the configuration names (keys, certificates) before the node listens.
 */
public final class InvalidConfig extends Exception {
    private final transient List<Fault> faults;

    public InvalidConfig(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    /** One fault alone. */
    public InvalidConfig(String path, String text) {
        this(List.of(new Fault(path, text)));
    }

    public List<Fault> faults() {
        return faults;
    }
}
