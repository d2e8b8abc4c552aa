package dev.parley.bench;

import dev.parley.bench.figure.Report;
import dev.parley.bench.load.Acks;
import dev.parley.bench.load.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code parley bench ack}: how long it takes until a message is durable. */
@Command(
        name = "ack",
        description = "Senders that each wait for the ack of a message before the next, each alone in a room.")
final class AckCommand implements Callable<Integer> {
    private static final int SENDERS_MAX = 100_000;

    private final Surface surface;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Rounds rounds;

    @Option(
            names = "--senders",
            split = ",",
            paramLabel = "<n>",
            defaultValue = "1,50,500",
            description = "How many, by default ${DEFAULT-VALUE}, one case each.")
    private List<Integer> senders;

    @Option(names = "--one-room", description = "All of them in one room.")
    private boolean oneRoom;

    AckCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        List<Workload> cases = new ArrayList<>();
        for (int count : senders) {
            if (count < 1 || count > SENDERS_MAX) {
                throw new ParameterException(
                        spec.commandLine(), "--senders must be 1–" + SENDERS_MAX + ", was " + count);
            }
            cases.add(new Acks(new Report.Case(String.valueOf(count), Double.NaN), count, oneRoom));
        }
        return rounds.run(surface, new Report("ack", oneRoom ? "senders in one room" : "senders"), false, cases);
    }
}
