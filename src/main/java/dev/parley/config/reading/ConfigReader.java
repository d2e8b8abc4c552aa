package dev.parley.config.reading;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.config.AssistantConfig;
import dev.parley.config.AuthConfig;
import dev.parley.config.Check;
import dev.parley.config.Config;
import dev.parley.config.ConfigFault;
import dev.parley.config.InvalidConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the configuration, once, at start: {@code conf/default.json} of the jar, over it the file of the environment, over
 * that the {@code PARLEY_*} variables. Blocks on files; called before there is an event loop.
 *
 * <p>Objects merge deeply, lists and scalars replace. Every fault is found in one go and none repeats a secret.
 */
public final class ConfigReader {
    private static final String DEFAULTS = "conf/default.json";
    private static final String LOCAL = "conf/local.json";

    private ConfigReader() {}

    /**
     * What the file and the variables say.
     *
     * @param file absent: {@code conf/local.json} of the jar; one that begins with {@code conf/} and does not exist is
     *     looked for in the jar
     * @param environment the process's variables
     * @throws InvalidConfig with every fault
     */
    public static LoadedConfig read(Optional<Path> file, Map<String, String> environment) throws InvalidConfig {
        return read(file, environment, true);
    }

    /** The same for what is no node: a secret that no node has made is not made here either, but a fault. */
    public static LoadedConfig readMade(Optional<Path> file, Map<String, String> environment) throws InvalidConfig {
        return read(file, environment, false);
    }

    private static LoadedConfig read(Optional<Path> file, Map<String, String> environment, boolean mayMake)
            throws InvalidConfig {
        ObjectNode defaults = JsonFile.resource(DEFAULTS);
        ObjectNode tree = defaults.deepCopy();
        JsonFile.merge(tree, file.isPresent() ? JsonFile.read(file.get()) : JsonFile.resource(LOCAL));

        List<ConfigFault> configFaults = new ArrayList<>();
        Environment variables = new Environment(environment);
        variables.lay(tree, configFaults);
        Config config = new Binder(variables, configFaults).record("", Config.class, tree, defaults);
        // A key with a fault of its own is not reported as missing as well.
        if (config != null
                && configFaults.stream()
                        .noneMatch(configFault -> configFault.path().startsWith("auth"))) {
            requireKey(config.auth(), configFaults);
        }
        if (config != null && config.cluster().enabled() && !config.store().isPostgres()) {
            configFaults.add(
                    new ConfigFault(
                            "cluster.enabled",
                            "must be false: a cluster needs a store that its nodes can share (postgresql://…), and this node's is SQLite, was true"));
        }
        List<AssistantConfig> keyed = config == null ? List.of() : KeyFile.read(config.assistants(), configFaults);
        if (!configFaults.isEmpty()) {
            throw new InvalidConfig(configFaults);
        }
        String source = file.map(Path::toString).orElse(LOCAL);
        return new LoadedConfig(withKey(config.withAssistants(keyed), mayMake), source, variables.warnings());
    }

    /** Without a key nobody could come in, and with an invented one anybody could: so it must be asked for. */
    private static void requireKey(AuthConfig auth, List<ConfigFault> configFaults) {
        if (!auth.hasKey() && auth.secretFile().isEmpty()) {
            configFaults.add(
                    new ConfigFault(
                            "auth.secret",
                            "no key was found; set auth.secret (at least 32 bytes; PARLEY_AUTH_SECRET), auth.keys, auth.jwks or auth.secretFile"));
        }
    }

    private static Config withKey(Config config, boolean mayMake) throws InvalidConfig {
        AuthConfig auth = config.auth();
        if (auth.hasKey()) {
            return config;
        }
        Path file = config.store().folder().resolve(auth.secretFile());
        if (!mayMake && !Files.exists(file)) {
            throw new InvalidConfig(
                    "auth.secretFile",
                    file
                            + " does not exist; start the node first, which makes it, or run this in the node's folder with its"
                            + " -conf and its PARLEY_ variables");
        }
        try {
            return config.withAuth(auth.withSecret(SecretFile.readOrMake(file)));
        } catch (IOException e) {
            throw new InvalidConfig(
                    "auth.secretFile",
                    "must be a file that can be read or made, was " + file + " ("
                            + e.getClass().getSimpleName() + ")");
        } catch (Check.Rejected e) {
            throw new InvalidConfig("auth.secretFile", file + " must hold a secret of at least 32 bytes");
        }
    }
}
