package dev.parley.bench;

import dev.parley.bench.figure.Report;
import dev.parley.bench.load.EnterLoad;
import dev.parley.bench.load.Workload;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code parley bench enter}: compares entering private rooms with entering open ones. */
@Command(
        name = "enter",
        description = "Visitors that each enter a room and leave it, again and again: open rooms, then private ones.")
final class EnterCommand implements Callable<Integer> {
    private static final int VISITORS_MAX = 1_000;

    private final BenchIo benchIo;

    @Mixin
    private BenchOptions benchOptions;

    @Option(
            names = "--visitors",
            paramLabel = "<n>",
            defaultValue = "10",
            description = "How many, by default ${DEFAULT-VALUE}, each with a room of their own.")
    private int visitors;

    EnterCommand(BenchIo benchIo) {
        this.benchIo = benchIo;
    }

    @Override
    public Integer call() {
        int count = benchOptions.count("--visitors", visitors, VISITORS_MAX);
        List<Workload> cases = List.of(
                new EnterLoad(new Report.Case("open"), count, "open"),
                new EnterLoad(new Report.Case("private"), count, "private"));
        return benchOptions.run(benchIo, new Report("enter", "rooms"), cases);
    }
}
