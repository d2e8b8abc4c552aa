package dev.parley.bench;

import dev.parley.bench.figure.Report;
import dev.parley.bench.load.Fanout;
import dev.parley.bench.load.Shape;
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

/** {@code parley bench fanout}: messages to everybody in a room. */
@Command(
        name = "fanout",
        description = {
            "Members of rooms speak in turn, and every message goes to all of a room.",
            "A delivery is one message received by one member. Every message is stored and acknowledged."
        })
final class FanoutCommand implements Callable<Integer> {
    private final Surface surface;

    @Spec
    private CommandSpec spec;

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
        check(rate == null || (rate > 0 && rate <= 1e7), "--rate must be above 0 and at most 10000000, was " + rate);
        check(inFlight >= 1 && inFlight <= 10_000, "--in-flight must be 1–10000, was " + inFlight);
        List<Workload> cases = new ArrayList<>();
        for (String text : shapes) {
            Shape shape = Shape.parse(text)
                    .orElseThrow(() -> new ParameterException(
                            spec.commandLine(), "--shape must be " + Shape.ALLOWED + ", was " + text));
            cases.add(new Fanout(new Report.Case(text, Double.NaN), shape, rate == null ? 0 : rate, inFlight));
        }
        return rounds.run(surface, new Report("fanout", "rooms x members"), false, cases);
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
