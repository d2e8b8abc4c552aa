package dev.parley.cli;

import dev.parley.bench.BenchCommand;
import dev.parley.bench.BenchIo;
import dev.parley.config.ConfigFault;
import dev.parley.config.InvalidConfig;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;

/** All commands, and what their failures look like: one line a fault, exit status 2. */
public final class CommandTree {
    private static final int WRONG = 2;

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
        try {
            return ServeCommand.serve(processIo, file);
        } catch (InvalidConfig invalid) {
            return failed(processIo, invalid);
        } catch (RuntimeException e) {
            e.printStackTrace(processIo.err());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static int parse(ProcessIo processIo, String... arguments) {
        CommandLine commands = new CommandLine(new ServeCommand(processIo))
                .addSubcommand(new TokenCommand(processIo))
                .addSubcommand(BenchCommand.tree(
                        new BenchIo(processIo.environment(), processIo.out(), processIo.err(), processIo.clock())))
                .addSubcommand(new VersionCommand(processIo))
                .addSubcommand(new CdsTrainingCommand(processIo))
                .setOut(processIo.out())
                .setErr(processIo.err())
                .setParameterExceptionHandler((failure, given) -> {
                    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
                    processIo.err().println(failure.getMessage() + " (see " + command + " --help)");
                    return WRONG;
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
        return WRONG;
    }
}
