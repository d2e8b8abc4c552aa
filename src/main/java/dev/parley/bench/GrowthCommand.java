package dev.parley.bench;

import dev.parley.bench.figure.Report;
import dev.parley.bench.load.Fanout;
import dev.parley.bench.load.Held;
import dev.parley.bench.load.History;
import dev.parley.bench.load.Shape;
import dev.parley.bench.load.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code parley bench growth}: how figures change with a size. */
@Command(
        name = "growth",
        description = {
            "Repeats a measurement with growing sizes.",
            "  members      fan-out in one room of so many",
            "  rooms        fan-out in so many rooms of two",
            "  history      pages of a room with so many messages: the newest, and one in the middle",
            "  connections  acks of ten senders while so many others are connected"
        })
final class GrowthCommand implements Callable<Integer> {
    private static final int STEP_MAX = 10_000_000;

    private final Surface surface;

    @Spec
    private CommandSpec spec;

    @Mixin
    private Rounds rounds;

    @Option(
            names = "--over",
            paramLabel = "<what>",
            required = true,
            description = "What grows: ${COMPLETION-CANDIDATES}.")
    private Over over;

    @Option(
            names = "--steps",
            split = ",",
            paramLabel = "<n>",
            defaultValue = "2,10,100,1000",
            description = "The sizes, by default ${DEFAULT-VALUE}.")
    private List<Integer> steps;

    @Option(
            names = "--rate",
            paramLabel = "<n>",
            defaultValue = "0",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description = "members, rooms: messages a second over all rooms; by default as many as go.")
    private double rate;

    @Option(
            names = "--in-flight",
            paramLabel = "<n>",
            defaultValue = "4",
            description = "members, rooms: without --rate, so many messages of a room are on their way.")
    private int inFlight;

    /** Named as people type them. */
    @SuppressWarnings("MemberName")
    enum Over {
        members,
        rooms,
        history,
        connections
    }

    GrowthCommand(Surface surface) {
        this.surface = surface;
    }

    @Override
    public Integer call() {
        check(rate >= 0 && rate <= 1e7, "--rate must be above 0 and at most 10000000, was " + rate);
        check(inFlight >= 1 && inFlight <= 10_000, "--in-flight must be 1–10000, was " + inFlight);
        List<Workload> cases = new ArrayList<>();
        for (int step : steps) {
            check(step >= 1 && step <= STEP_MAX, "--steps must be 1–" + STEP_MAX + ", was " + step);
            cases.add(workload(new Report.Case(String.valueOf(step), step), step));
        }
        return rounds.run(surface, new Report("growth", title()), true, cases);
    }

    private String title() {
        return switch (over) {
            case members -> "members of a room";
            case rooms -> "rooms of two";
            case history -> "messages in a room";
            case connections -> "other connections";
        };
    }

    private Workload workload(Report.Case subject, int step) {
        return switch (over) {
            case members -> new Fanout(subject, new Shape(1, step), rate, inFlight);
            case rooms -> new Fanout(subject, new Shape(step, 2), rate, inFlight);
            case history -> new History(subject, step);
            case connections -> new Held(subject, step);
        };
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
