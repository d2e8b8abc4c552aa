package dev.parley.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code parley config}: groups the commands about the configuration; alone it does nothing. */
@Command(name = "config", description = "Commands about the configuration.")
public final class ConfigCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    private boolean help;

    private ConfigCommand() {}

    /** The command with its sub-commands. */
    static CommandLine tree(ProcessIo processIo) {
        return new CommandLine(new ConfigCommand()).addSubcommand(new ConfigCheckCommand(processIo));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "Missing sub-command: check");
    }
}
