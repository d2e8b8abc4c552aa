package dev.parley.bench;

import dev.parley.bench.figure.Report;
import dev.parley.bench.load.Overload;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code parley bench overload}: more than the server can do. */
@Command(
        name = "overload",
        description = {
            "Offers messages at a rate, whatever the server does, and shows every second what became of them.",
            "What a connection takes no more is held back, and counted. One round, no warm-up."
        })
final class OverloadCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin
    private Rounds rounds;

    @Option(names = "--rate", paramLabel = "<n>", required = true, description = "Messages a second over all rooms.")
    private double rate;

    @Option(
            names = "--shape",
            paramLabel = "<shape>",
            defaultValue = "100x10",
            description = "Rooms x members, by default ${DEFAULT-VALUE}.")
    private String shape;

    OverloadCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        Overload overload = new Overload(rounds.shape(shape), rounds.rate(rate));
        Report report = new Report("overload", "time");
        return rounds.run(
                surface,
                report,
                false,
                generator -> overload.run(generator, rounds.timing().measured(), report::add));
    }
}
