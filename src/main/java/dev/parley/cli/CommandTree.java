package dev.parley.cli;

import dev.parley.bench.BenchCommand;
import dev.parley.bench.Surface;
import dev.parley.config.Fault;
import dev.parley.config.InvalidConfig;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;

/** All commands, and what their failures look like: one line a fault, exit status 2. */
public final class CommandTree {
    private static final int WRONG = 2;

    private CommandTree() {}

    /** Runs one command and returns the process's exit status. */
    public static int run(Surroundings surroundings, String... arguments) {
        int status = isPlain(arguments) ? serve(surroundings, arguments) : parse(surroundings, arguments);
        surroundings.out().flush();
        surroundings.err().flush();
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

    private static int serve(Surroundings surroundings, String... arguments) {
        Optional<Path> file = arguments.length == 0 ? Optional.empty() : Optional.of(Path.of(arguments[1]));
        try {
            return ServeCommand.serve(surroundings, file);
        } catch (InvalidConfig invalid) {
            return failed(surroundings, invalid);
        } catch (RuntimeException e) {
            e.printStackTrace(surroundings.err());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private static int parse(Surroundings surroundings, String... arguments) {
        CommandLine commands = new CommandLine(new ServeCommand(surroundings))
                .addSubcommand(new TokenCommand(surroundings))
                .addSubcommand(BenchCommand.tree(new Surface(
                        surroundings.environment(), surroundings.out(), surroundings.err(), surroundings.clock())))
                .addSubcommand(new VersionCommand(surroundings))
                .addSubcommand(new RehearseCommand(surroundings))
                .setOut(surroundings.out())
                .setErr(surroundings.err())
                .setParameterExceptionHandler((failure, given) -> {
                    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
                    surroundings.err().println(failure.getMessage() + " (see " + command + " --help)");
                    return WRONG;
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof InvalidConfig invalid) {
                        return failed(surroundings, invalid);
                    }
                    throw failure;
                });
        return commands.execute(arguments);
    }

    private static int failed(Surroundings surroundings, InvalidConfig invalid) {
        for (Fault fault : invalid.faults()) {
            surroundings.err().println(fault);
        }
        return WRONG;
    }
}
