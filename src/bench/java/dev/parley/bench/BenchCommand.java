package dev.parley.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code parley bench}, which only has subcommands. */
@Command(
        name = "bench",
        description = {
            "Loads a running server over its WebSocket, and reports.",
            "Its limits must be raised for that, as in conf/bench.json."
        },
        footer = "Exit status: 0, 1 when nothing could be measured, 2 when the usage is wrong.")
public final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    private BenchCommand() {}

    /** The command with all its subcommands. */
    public static CommandLine tree(BenchIo benchIo) {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new FanoutCommand(benchIo))
                .addSubcommand(new AckCommand(benchIo))
                .addSubcommand(new OverloadCommand(benchIo))
                .addSubcommand(new IdleCommand(benchIo))
                .addSubcommand(new StreamCommand(benchIo))
                .addSubcommand(new GrowthCommand(benchIo))
                .addSubcommand(new EnterCommand(benchIo))
                .addSubcommand(new RemovalCommand(benchIo))
                .addSubcommand(new RetentionCommand(benchIo))
                .addSubcommand(new ModelCommand(benchIo));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "what should be measured?");
    }
}
