package dev.parley.bench;

import dev.parley.bench.figure.Report;
import dev.parley.bench.load.FanoutLoad;
import dev.parley.bench.load.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code parley bench fanout}: measures messages to all members of a room. */
@Command(
        name = "fanout",
        description = {
            "Members of rooms speak in turn, and every message goes to all of a room.",
            "A delivery is one message received by one member. Every message is stored and acknowledged."
        })
final class FanoutCommand implements Callable<Integer> {
    private final BenchIo benchIo;

    @Mixin
    private BenchOptions benchOptions;

    @Option(
            names = "--shape",
            split = ",",
            paramLabel = "<shape>",
            defaultValue = "10x100",
            description = "Rooms x members, by default ${DEFAULT-VALUE}; several with commas.")
    private List<String> shapes;

    @Option(
            names = "--rate",
            paramLabel = "<n>",
            description = {
                "Messages a second over all rooms, whatever the server does.",
                "Latency counts from when a message was due."
            })
    private Double rate;

    @Option(
            names = "--in-flight",
            paramLabel = "<n>",
            defaultValue = "4",
            description = "Without --rate: so many messages of a room are on their way, by default ${DEFAULT-VALUE}.")
    private int inFlight;

    FanoutCommand(BenchIo benchIo) {
        this.benchIo = benchIo;
    }

    @Override
    public Integer call() {
        double messages = rate == null ? 0 : benchOptions.rate(rate);
        int window = benchOptions.count("--in-flight", inFlight, FanoutLoad.IN_FLIGHT_MAX);
        List<Workload> cases = new ArrayList<>();
        for (String text : shapes) {
            cases.add(new FanoutLoad(new Report.Case(text), benchOptions.shape(text), messages, window));
        }
        return benchOptions.run(benchIo, new Report("fanout", "rooms x members"), cases);
    }
}
