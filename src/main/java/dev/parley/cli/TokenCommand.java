package dev.parley.cli;

import dev.parley.auth.TokenMint;
import dev.parley.config.AuthConfig;
import dev.parley.config.DurationText;
import dev.parley.config.InvalidConfig;
import dev.parley.config.LogConfig;
import dev.parley.config.reading.ConfigReader;
import dev.parley.config.reading.LoadedConfig;
import dev.parley.model.Role;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code parley token}: makes a JWT for a user with the configured secret and prints it, and nothing else. */
@Command(name = "token", description = "Mints a token (HS256) from auth.secret and prints it.")
public final class TokenCommand implements Callable<Integer> {
    private final ProcessIo processIo;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Option(names = "--user", required = true, paramLabel = "<id>", description = "The user's id (sub).")
    private String user;

    @Option(names = "--name", paramLabel = "<name>", description = "What others see; by default the id.")
    private String name;

    @Option(
            names = "--role",
            paramLabel = "<role>",
            description = "guest, member (the default), moderator, service or admin.")
    private String role;

    @Option(
            names = "--rooms",
            paramLabel = "<pattern>",
            split = ",",
            description = "Patterns of rooms to enter (team-*, !secret); may be repeated. By default auth.rooms.")
    private List<String> rooms = List.of();

    @Option(
            names = "--ttl",
            paramLabel = "<duration>",
            defaultValue = "1h",
            description = "How long it is valid: 30s, 5m, 12h, 1d. By default ${DEFAULT-VALUE}.")
    private String ttl;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    private boolean help;

    TokenCommand(ProcessIo processIo) {
        this.processIo = processIo;
    }

    @Override
    public Integer call() throws Exception {
        LogOutput.configure(new LogConfig(LogConfig.Format.TEXT, LogConfig.Level.WARN));
        check(!user.isBlank(), "--user must not be empty");
        check(role == null || Role.of(role).isPresent(), "--role must be one of " + roles());
        Duration valid = DurationText.parse(ttl)
                .filter(duration -> !duration.isZero())
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "--ttl must be " + DurationText.ALLOWED));
        refuseToGuess();
        AuthConfig auth = auth();
        if (auth.secret().isEmpty()) {
            throw new InvalidConfig("auth.secret", "is empty; a token can be minted only with a secret");
        }
        processIo.out().println(new TokenMint(auth, processIo.clock()).mint(user, name, role, rooms, valid));
        return 0;
    }

    /** A secret that no node has made yet is made as a node would, and told: only a node of this folder will use it. */
    private AuthConfig auth() throws InvalidConfig {
        LoadedConfig loaded = ConfigReader.read(
                config.file(), processIo.environment(), processIo.starter().sections());
        if (loaded.madeSecret()) {
            processIo.err().println("A new secret was made; a node that is started in this folder will use it.");
            processIo.err().flush();
        }
        return loaded.config().auth();
    }

    /** Without {@code -conf} nothing uses {@code PARLEY_SECRET}: the token would open no node that runs with it. */
    private void refuseToGuess() throws InvalidConfig {
        Map<String, String> environment = processIo.environment();
        boolean isNamed = config.file().isPresent() || isSet(environment, "PARLEY_AUTH_SECRET");
        if (!isNamed && isSet(environment, "PARLEY_SECRET")) {
            throw new InvalidConfig(
                    "-conf",
                    "is missing; PARLEY_SECRET is set, but only a configuration that names it uses it. Give the node's own,"
                            + " for example: token -conf conf/production.json --user " + user);
        }
    }

    private static boolean isSet(Map<String, String> environment, String name) {
        return !environment.getOrDefault(name, "").isEmpty();
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private static String roles() {
        return Arrays.stream(Role.values()).map(Role::text).collect(Collectors.joining(", "));
    }
}
