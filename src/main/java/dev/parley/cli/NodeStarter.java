package dev.parley.cli;

import dev.parley.config.InvalidConfig;
import dev.parley.config.Section;
import dev.parley.config.reading.LoadedConfig;
import java.util.List;

/** Runs a node in this process; the command line knows nodes by this interface alone. */
@FunctionalInterface
public interface NodeStarter {

    /**
     * Starts a node and returns when it has stopped, with the process's exit status.
     *
     * @throws InvalidConfig when what the configuration names (a key, a database) cannot be used; nothing listens then
     */
    int run(LoadedConfig loadedConfig) throws InvalidConfig;

    /** The sections of the configuration that capabilities of such a node read. */
    default List<Section<?>> sections() {
        return List.of();
    }

    /** Starts a node on nothing and stops it; returns the exit status. Nothing is left of it. */
    default int trainCds() throws Exception {
        return 0;
    }
}
