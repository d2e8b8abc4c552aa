package dev.parley.bench;

import dev.parley.bench.figure.Report;
import dev.parley.bench.load.AckLoad;
import dev.parley.bench.load.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code parley bench ack}: measures how long it takes until a message is durable. */
@Command(
        name = "ack",
        description = "Senders that each wait for the ack of a message before the next, each alone in a room.")
final class AckCommand implements Callable<Integer> {
    private static final int SENDERS_MAX = 100_000;

    private final BenchIo benchIo;

    @Mixin
    private BenchOptions benchOptions;

    @Option(
            names = "--senders",
            split = ",",
            paramLabel = "<n>",
            defaultValue = "1,50,500",
            description = "How many, by default ${DEFAULT-VALUE}, one case each.")
    private List<Integer> senders;

    @Option(names = "--one-room", description = "All of them in one room.")
    private boolean oneRoom;

    AckCommand(BenchIo benchIo) {
        this.benchIo = benchIo;
    }

    @Override
    public Integer call() {
        List<Workload> cases = new ArrayList<>();
        for (int count : senders) {
            Report.Case subject = new Report.Case(String.valueOf(count));
            cases.add(new AckLoad(subject, benchOptions.count("--senders", count, SENDERS_MAX), oneRoom));
        }
        return benchOptions.run(benchIo, new Report("ack", oneRoom ? "senders in one room" : "senders"), cases);
    }
}
