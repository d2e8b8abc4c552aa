package dev.parley.bench;

import dev.parley.bench.figure.Report;
import dev.parley.bench.load.Fanout;
import dev.parley.bench.load.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code parley bench fanout}: messages to everybody in a room. */
@Command(
        name = "fanout",
        description = {
            "Members of rooms speak in turn, and every message goes to all of a room.",
            "A delivery is one message received by one member. Every message is stored and acknowledged."
        })
final class FanoutCommand implements Callable<Integer> {
    private final Surface surface;

    @Mixin
    private Rounds rounds;

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

    FanoutCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        double messages = rate == null ? 0 : rounds.rate(rate);
        int window = rounds.count("--in-flight", inFlight, Fanout.IN_FLIGHT_MAX);
        List<Workload> cases = new ArrayList<>();
        for (String text : shapes) {
            cases.add(new Fanout(new Report.Case(text, Double.NaN), rounds.shape(text), messages, window));
        }
        return rounds.run(surface, new Report("fanout", "rooms x members"), false, cases);
    }
}
