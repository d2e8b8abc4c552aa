package dev.parley.bench;

import dev.parley.bench.figure.Report;
import dev.parley.bench.load.OverloadLoad;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code parley bench overload}: offers more messages than the server can handle. */
@Command(
        name = "overload",
        description = {
            "Offers messages at a rate, whatever the server does, and shows every second what became of them.",
            "Messages that a connection cannot take are held back and counted. One round, no warm-up."
        })
final class OverloadCommand implements Callable<Integer> {
    private final BenchIo benchIo;

    @Mixin
    private BenchOptions benchOptions;

    @Option(names = "--rate", paramLabel = "<n>", required = true, description = "Messages a second over all rooms.")
    private double rate;

    @Option(
            names = "--shape",
            paramLabel = "<shape>",
            defaultValue = "100x10",
            description = "Rooms x members, by default ${DEFAULT-VALUE}.")
    private String shape;

    OverloadCommand(BenchIo benchIo) {
        this.benchIo = benchIo;
    }

    @Override
    public Integer call() {
        OverloadLoad overloadLoad = new OverloadLoad(benchOptions.shape(shape), benchOptions.rate(rate));
        Report report = new Report("overload", "time");
        return benchOptions.run(
                benchIo,
                report,
                generator -> overloadLoad.run(generator, benchOptions.timing().measured(), report::add));
    }
}
