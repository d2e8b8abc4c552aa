package dev.parley.bench;

import dev.parley.bench.figure.Report;
import dev.parley.bench.load.IdleConnections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code parley bench idle}: measures connections that send nothing. */
@Command(
        name = "idle",
        description = {
            "Opens connections, enters rooms, and says nothing: what connections cost.",
            "No warm-up. Measure the memory of a server that was just started (--rounds 1)."
        })
final class IdleCommand implements Callable<Integer> {
    private static final int CONNECTIONS_MAX = 1_000_000;

    private final BenchIo benchIo;

    @Mixin
    private BenchOptions benchOptions;

    @Option(
            names = "--connections",
            paramLabel = "<n>",
            defaultValue = "10000",
            description = "How many, by default ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--rooms",
            paramLabel = "<n>",
            defaultValue = "1000",
            description = "The rooms in which they are, by default ${DEFAULT-VALUE}.")
    private int rooms;

    IdleCommand(BenchIo benchIo) {
        this.benchIo = benchIo;
    }

    @Override
    public Integer call() {
        Report.Case subject = new Report.Case(connections + " in " + rooms);
        return benchOptions.run(
                benchIo,
                new Report("idle", "connections in rooms"),
                List.of(new IdleConnections(
                        subject,
                        benchOptions.count("--connections", connections, CONNECTIONS_MAX),
                        benchOptions.count("--rooms", rooms, CONNECTIONS_MAX))));
    }
}
