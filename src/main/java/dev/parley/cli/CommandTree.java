package dev.parley.cli;

import dev.parley.bench.BenchCommand;
import dev.parley.bench.BenchIo;
import dev.parley.config.ConfigFault;
import dev.parley.config.InvalidConfig;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;

/**
 * Runs the command that the arguments name. Wrong usage and a wrong configuration are one line a fault and exit status
 * 2.
 */
public final class CommandTree {
    private CommandTree() {}

    /** Runs one command and returns the process's exit status. */
    public static int run(ProcessIo processIo, String... arguments) {
        int status = isPlain(arguments) ? serve(processIo, arguments) : parse(processIo, arguments);
        processIo.out().flush();
        processIo.err().flush();
        return status;
    }

    /** How nearly all nodes are started; understood without picocli, whose loading takes a fifth of a start. */
    private static boolean isPlain(String... arguments) {
        return switch (arguments.length) {
            case 0 -> true;
            case 2 ->
                (arguments[0].equals("-conf") || arguments[0].equals("--conf"))
                        && arguments[1].matches("[\\w./][-\\w./]*");
            default -> false;
        };
    }

    private static int serve(ProcessIo processIo, String... arguments) {
        Optional<Path> file = arguments.length == 0 ? Optional.empty() : Optional.of(Path.of(arguments[1]));
        return ServeCommand.serve(processIo, file);
    }

    private static int parse(ProcessIo processIo, String... arguments) {
        CommandLine commands = new CommandLine(new ServeCommand(processIo))
                .addSubcommand(new TokenCommand(processIo))
                .addSubcommand(BenchCommand.tree(
                        new BenchIo(processIo.environment(), processIo.out(), processIo.err(), processIo.clock())))
                .addSubcommand(ConfigCommand.tree(processIo))
                .addSubcommand(new VersionCommand(processIo))
                .addSubcommand(new CdsTrainingCommand(processIo))
                .addSubcommand(new CommandLine.HelpCommand())
                .setOut(processIo.out())
                .setErr(processIo.err())
                .setParameterExceptionHandler((failure, given) -> {
                    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
                    processIo.err().println(failure.getMessage() + " (see " + command + " --help)");
                    return ServeCommand.WRONG;
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof InvalidConfig invalid) {
                        return failed(processIo, invalid);
                    }
                    throw failure;
                });
        return commands.execute(arguments);
    }

    private static int failed(ProcessIo processIo, InvalidConfig invalid) {
        for (ConfigFault configFault : invalid.faults()) {
            processIo.err().println(configFault);
        }
        return ServeCommand.WRONG;
    }
}
