package dev.parley.cli;

import dev.parley.config.AuthConfig;
import dev.parley.config.InvalidConfig;
import dev.parley.config.reading.ConfigReader;
import dev.parley.config.reading.LoadedConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code parley}: without a sub-command, starts a node and stays until it stops. */
@Command(
        name = "parley",
        description = "Starts a Parley node.",
        synopsisSubcommandLabel = "[COMMAND]",
        footer = "Exit status: 0 after a clean stop, 2 when the configuration or the usage is wrong.")
public final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    private final ProcessIo processIo;

    @Mixin
    private ConfigOption config;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    ServeCommand(ProcessIo processIo) {
        this.processIo = processIo;
    }

    @Override
    public Integer call() throws Exception {
        return serve(processIo, config.file());
    }

    /** Whether there is no way in but a token that is made with this node's secret. */
    private static boolean asksForTokens(AuthConfig auth) {
        return !auth.guests() && auth.keys().isEmpty() && auth.jwks().isEmpty();
    }

    /** Returns the exit status when the node has stopped. */
    static int serve(ProcessIo processIo, Optional<Path> file) throws InvalidConfig {
        LoadedConfig loadedConfig = ConfigReader.read(file, processIo.environment());
        LogOutput.configure(loadedConfig.config().log());
        loadedConfig.warnings().forEach(processIo.err()::println);
        processIo.err().flush();
        if (asksForTokens(loadedConfig.config().auth())) {
            String conf = file.map(named -> " -conf " + named).orElse("");
            LOG.info(
                    "Guests are off, so everybody needs a token. To make one, with the environment of this node:"
                            + " java -jar parley.jar token{} --user <id> (in its container: ./parley token …)",
                    conf);
        }
        return processIo.starter().run(loadedConfig);
    }
}
