package dev.parley.bench;

import dev.parley.bench.figure.Report;
import dev.parley.bench.load.RemovalLoad;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code parley bench removal}: measures how long it takes until one who is taken out has left. */
@Command(
        name = "removal",
        description = {
            "An owner takes a member out of a private room, again and again: from the request to left at the member.",
            "With several servers the two are at different ones."
        })
final class RemovalCommand implements Callable<Integer> {
    private static final int PAIRS_MAX = 1_000;

    private final BenchIo benchIo;

    @Mixin
    private BenchOptions benchOptions;

    @Option(
            names = "--pairs",
            paramLabel = "<n>",
            defaultValue = "1",
            description = "How many at the same time, by default ${DEFAULT-VALUE}, each in a room of their own.")
    private int pairs;

    RemovalCommand(BenchIo benchIo) {
        this.benchIo = benchIo;
    }

    @Override
    public Integer call() {
        int count = benchOptions.count("--pairs", pairs, PAIRS_MAX);
        Report.Case subject = new Report.Case(String.valueOf(count));
        return benchOptions.run(benchIo, new Report("removal", "pairs"), List.of(new RemovalLoad(subject, count)));
    }
}
