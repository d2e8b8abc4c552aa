package dev.parley.cli;

import dev.parley.config.AuthConfig;
import dev.parley.config.Config;
import dev.parley.config.ConfigFault;
import dev.parley.config.InvalidConfig;
import dev.parley.config.LogConfig;
import dev.parley.config.reading.ConfigReader;
import dev.parley.config.reading.LoadedConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code parley} without a sub-command: starts a node and returns when it has stopped. Faults of the configuration and
 * of a failed start are one line each, in the format of the log.
 */
@Command(
        name = "parley",
        description = "Starts a Parley node.",
        synopsisSubcommandLabel = "[COMMAND]",
        versionProvider = ServeCommand.VersionLine.class,
        footer = "Exit status: 0 after a clean stop, 2 when the configuration or the usage is wrong.")
public final class ServeCommand implements Callable<Integer> {
    /** The exit status when the configuration or the usage is wrong. */
    static final int WRONG = 2;

    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    /** What {@code --version} prints. */
    static final class VersionLine implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {Version.line()};
        }
    }

    private final ProcessIo processIo;

    @Mixin
    private ConfigOption config;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Prints the versions of Parley, Vert.x and Java.")
    private boolean version;

    ServeCommand(ProcessIo processIo) {
        this.processIo = processIo;
    }

    @Override
    public Integer call() {
        return serve(processIo, config.file());
    }

    /** Whether there is no way in but a token that is made with this node's secret. */
    private static boolean asksForTokens(AuthConfig auth) {
        return !auth.guests() && auth.keys().isEmpty() && auth.jwks().isEmpty();
    }

    /** Returns the exit status when the node has stopped, or could not start. */
    static int serve(ProcessIo processIo, Optional<Path> file) {
        try {
            return serve(
                    processIo,
                    file,
                    ConfigReader.read(
                            file, processIo.environment(), processIo.starter().sections()));
        } catch (InvalidConfig invalid) {
            LogConfig log = ConfigReader.log(file, processIo.environment());
            LogOutput.configure(log);
            ProcessLines lines = new ProcessLines(log.format());
            for (ConfigFault fault : invalid.faults()) {
                processIo.err().println(lines.line(Level.ERROR, ServeCommand.class, fault.toString()));
            }
            return WRONG;
        } catch (RuntimeException e) {
            LOG.error(e.getMessage(), e);
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static int serve(ProcessIo processIo, Optional<Path> file, LoadedConfig loaded) throws InvalidConfig {
        Config config = loaded.config();
        LogOutput.configure(config.log());
        ProcessLines lines = new ProcessLines(config.log().format());
        loaded.warnings()
                .forEach(warning -> processIo.err().println(lines.line(Level.WARN, ServeCommand.class, warning)));
        processIo.err().flush();
        if (asksForTokens(config.auth())) {
            String conf = file.map(named -> " -conf " + named).orElse("");
            LOG.info(
                    "Guests are off, so everybody needs a token. To make one, with the environment of this node:"
                            + " java -jar parley.jar token{} --user <id> (in its container: ./parley token …)",
                    conf);
        }
        return processIo.starter().run(loaded);
    }
}
