package dev.parley.cli;

import dev.parley.bench.BenchCommand;
import dev.parley.bench.Surface;
import dev.parley.config.Fault;
import dev.parley.config.InvalidConfig;
import picocli.CommandLine;

/** All commands, and what their failures look like: one line a fault, exit status 2. */
public final class CommandTree {
    private static final int WRONG = 2;

    private CommandTree() {}

    /** Runs one command and returns the process's exit status. */
    public static int run(Surroundings surroundings, String... arguments) {
        CommandLine commands = new CommandLine(new ServeCommand(surroundings))
                .addSubcommand(new TokenCommand(surroundings))
                .addSubcommand(BenchCommand.tree(new Surface(
                        surroundings.environment(), surroundings.out(), surroundings.err(), surroundings.clock())))
                .addSubcommand(new VersionCommand(surroundings))
                .setOut(surroundings.out())
                .setErr(surroundings.err())
                .setParameterExceptionHandler((failure, given) -> {
                    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
                    surroundings.err().println(failure.getMessage() + " (see " + command + " --help)");
                    return WRONG;
                })
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(surroundings, failure));
        int status = commands.execute(arguments);
        surroundings.out().flush();
        surroundings.err().flush();
        return status;
    }

    private static int failed(Surroundings surroundings, Exception failure) throws Exception {
        if (failure instanceof InvalidConfig invalid) {
            for (Fault fault : invalid.faults()) {
                surroundings.err().println(fault);
            }
            return WRONG;
        }
        throw failure;
    }
}
