package dev.parley.config.reading;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.config.AssistantConfig;
import dev.parley.config.AuthConfig;
import dev.parley.config.Check;
import dev.parley.config.Config;
import dev.parley.config.ConfigFault;
import dev.parley.config.InvalidConfig;
import dev.parley.config.LogConfig;
import dev.parley.config.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the configuration, once, at start: {@code conf/default.json} of the jar, over it the file of the environment,
 * over that the {@code PARLEY_*} variables. Blocks on files; called before there is an event loop.
 *
 * <p>Objects merge deeply, lists and scalars replace. Every fault is found in one go and none repeats a secret.
 */
public final class ConfigReader {
    static final String DEFAULTS = "conf/default.json";
    private static final String LOCAL = "conf/local.json";

    private ConfigReader() {}

    /**
     * What the file and the variables say.
     *
     * @param file absent: {@code conf/local.json} of the jar; one that begins with {@code conf/} and does not exist is
     *     looked for in the jar
     * @param environment the process's variables
     * @param sections those of the node's capabilities; any other is a fault
     * @throws InvalidConfig with every fault
     */
    public static LoadedConfig read(Optional<Path> file, Map<String, String> environment, List<Section<?>> sections)
            throws InvalidConfig {
        return read(file, environment, sections, SecretFile::readOrMake);
    }

    /** The same without capabilities that have a section. */
    public static LoadedConfig read(Optional<Path> file, Map<String, String> environment) throws InvalidConfig {
        return read(file, environment, List.of());
    }

    /**
     * What a program says that embeds a node: its JSON in the place of a file. Its texts may name variables
     * (<code>${NAME}</code>), but variables replace no keys: they are the program's, not the node's.
     *
     * @param source what to call it
     */
    public static LoadedConfig readText(
            String source, String json, Map<String, String> environment, List<Section<?>> sections)
            throws InvalidConfig {
        ObjectNode defaults = defaults(sections);
        ObjectNode tree = defaults.deepCopy();
        JsonFile.merge(tree, JsonFile.text(source, json));
        Environment variables = new Environment(environment, sections);
        return bind(tree, defaults, source, variables, new ArrayList<>(), sections, SecretFile::readOrMake);
    }

    /** The same for a mere look: a secret that a start would make is not made, and stays empty. */
    public static LoadedConfig check(Optional<Path> file, Map<String, String> environment, List<Section<?>> sections)
            throws InvalidConfig {
        return read(file, environment, sections, SecretFile::read);
    }

    /**
     * How to log what keeps a node from starting: {@code log} alone, whatever else is wrong. Where that cannot be read
     * either, the format for people.
     */
    public static LogConfig log(Optional<Path> file, Map<String, String> environment) {
        LogConfig byDefault = new LogConfig(LogConfig.Format.TEXT, LogConfig.Level.INFO);
        try {
            ObjectNode defaults = JsonFile.resource(DEFAULTS);
            ObjectNode tree = defaults.deepCopy();
            mergeWhatCanBeRead(tree, file);
            Environment variables = new Environment(environment, List.of());
            List<ConfigFault> ignored = new ArrayList<>();
            variables.lay(tree, ignored);
            LogConfig found =
                    tree.get("log") instanceof ObjectNode log && defaults.get("log") instanceof ObjectNode under
                            ? new Binder(variables, ignored, List.of()).record("log", LogConfig.class, log, under)
                            : null;
            return found == null ? byDefault : found;
        } catch (InvalidConfig e) {
            return byDefault;
        }
    }

    private static void mergeWhatCanBeRead(ObjectNode tree, Optional<Path> file) {
        try {
            JsonFile.merge(tree, file.isPresent() ? JsonFile.read(file.get()) : JsonFile.resource(LOCAL));
        } catch (InvalidConfig e) {
            // Its fault is told by who reads all of it.
        }
    }

    /** Where a secret comes from that stands in a file of its own; absent when there is none yet. */
    private interface SecretSource {
        Optional<SecretFile.Found> find(Path file) throws IOException;
    }

    private static LoadedConfig read(
            Optional<Path> file, Map<String, String> environment, List<Section<?>> sections, SecretSource secrets)
            throws InvalidConfig {
        ObjectNode defaults = defaults(sections);
        ObjectNode tree = defaults.deepCopy();
        JsonFile.merge(tree, file.isPresent() ? JsonFile.read(file.get()) : JsonFile.resource(LOCAL));
        List<ConfigFault> configFaults = new ArrayList<>();
        Environment variables = new Environment(environment, sections);
        variables.lay(tree, configFaults);
        String source = file.map(Path::toString).orElse(LOCAL);
        return bind(tree, defaults, source, variables, configFaults, sections, secrets);
    }

    private static ObjectNode defaults(List<Section<?>> sections) throws InvalidConfig {
        ObjectNode defaults = JsonFile.resource(DEFAULTS);
        for (Section<?> section : sections) {
            if (defaults.has(section.name())) {
                throw new IllegalArgumentException("two sections of the configuration are called " + section.name());
            }
            defaults.set(section.name(), JsonFile.resource(section.defaults()));
        }
        return defaults;
    }

    private static LoadedConfig bind(
            ObjectNode tree,
            ObjectNode defaults,
            String source,
            Environment variables,
            List<ConfigFault> configFaults,
            List<Section<?>> sections,
            SecretSource secrets)
            throws InvalidConfig {
        Config config = new Binder(variables, configFaults, sections).record("", Config.class, tree, defaults);
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
        Optional<SecretFile.Found> secret = secret(config, secrets);
        return new LoadedConfig(
                withSecret(config.withAssistants(keyed), secret),
                source,
                variables.applied(),
                variables.warnings(),
                secret.filter(SecretFile.Found::made).isPresent());
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

    private static Optional<SecretFile.Found> secret(Config config, SecretSource secrets) throws InvalidConfig {
        AuthConfig auth = config.auth();
        if (auth.hasKey()) {
            return Optional.empty();
        }
        Path file = config.store().folder().resolve(auth.secretFile());
        try {
            return secrets.find(file);
        } catch (IOException e) {
            throw new InvalidConfig(
                    "auth.secretFile",
                    "must be a file that can be read or made, was " + file + " ("
                            + e.getClass().getSimpleName() + ")");
        }
    }

    private static Config withSecret(Config config, Optional<SecretFile.Found> secret) throws InvalidConfig {
        if (secret.isEmpty()) {
            return config;
        }
        AuthConfig auth = config.auth();
        try {
            return config.withAuth(auth.withSecret(secret.get().secret()));
        } catch (Check.Rejected e) {
            Path file = config.store().folder().resolve(auth.secretFile());
            throw new InvalidConfig("auth.secretFile", file + " must hold a secret of at least 32 bytes");
        }
    }
}
