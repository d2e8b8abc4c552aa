package dev.parley.bench;

import dev.parley.bench.figure.Report;
import dev.parley.bench.load.ActiveRooms;
import dev.parley.bench.load.FanoutLoad;
import dev.parley.bench.load.HeldConnections;
import dev.parley.bench.load.HistoryPaging;
import dev.parley.bench.load.OverNodes;
import dev.parley.bench.load.PageContents;
import dev.parley.bench.load.RoomShape;
import dev.parley.bench.load.SleepingRooms;
import dev.parley.bench.load.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code parley bench growth}: measures how figures change with a size. */
@Command(
        name = "growth",
        description = {
            "Repeats a measurement with growing sizes.",
            "  members      fan-out in one room of so many",
            "  rooms        messages in so many rooms of two, 100 rooms a connection",
            "  sleeping     entering rooms that sleep, out of so many; start the server with a short rooms.idleTimeout",
            "  nodes        fan-out in 10 rooms of 100, on the first so many servers of --url",
            "  history      pages of a room with so many messages: the newest, and one in the middle",
            "  events       the newest page of a room with so many custom events in the middle of it",
            "  reactions    the newest page, each message edited and with so many emojis",
            "  connections  acks of ten senders while so many others are connected"
        })
final class GrowthCommand implements Callable<Integer> {
    private static final int STEP_MAX = 10_000_000;
    private static final RoomShape NODES_SHAPE = new RoomShape(10, 100);
    private static final double ROOMS_RATE = 2000;
    private static final int ASLEEP_AFTER_MAX = 3600;
    private static final int NOT_WRITTEN = 1;

    private final BenchIo benchIo;

    @Mixin
    private BenchOptions benchOptions;

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
            description =
                    "members, nodes, rooms: messages a second over all rooms; by default as many as go, and 2000.")
    private double rate;

    @Option(
            names = "--in-flight",
            paramLabel = "<n>",
            defaultValue = "4",
            description = "members, nodes: without --rate, so many messages of a room are on their way.")
    private int inFlight;

    @Option(
            names = "--asleep-after",
            paramLabel = "<seconds>",
            defaultValue = "15",
            description = "sleeping: how long after the last was left all sleep, by default ${DEFAULT-VALUE}.")
    private int asleepAfter;

    @Option(names = "--svg", paramLabel = "<file>", description = "Draws the medians over the sizes into this file.")
    private Path svg;

    /** Named as people type them. */
    @SuppressWarnings("MemberName")
    enum Over {
        members,
        rooms,
        sleeping,
        nodes,
        history,
        events,
        reactions,
        connections
    }

    GrowthCommand(BenchIo benchIo) {
        this.benchIo = benchIo;
    }

    @Override
    public Integer call() {
        double messages = rate == 0 ? 0 : benchOptions.rate(rate);
        int window = benchOptions.count("--in-flight", inFlight, FanoutLoad.IN_FLIGHT_MAX);
        List<Workload> cases = new ArrayList<>();
        for (int step : steps) {
            Report.Case subject = new Report.Case(String.valueOf(step), step);
            cases.add(workload(subject, benchOptions.count("--steps", step, STEP_MAX), messages, window));
        }
        Report report = new Report("growth", title());
        int status = benchOptions.run(benchIo, report, cases);
        return status == 0 && svg != null ? draw(report) : status;
    }

    private int draw(Report report) {
        try {
            Files.writeString(svg, report.svg());
            return 0;
        } catch (IOException e) {
            benchIo.err().println("cannot write the picture: " + e);
            return NOT_WRITTEN;
        }
    }

    private String title() {
        return switch (over) {
            case members -> "members of a room";
            case rooms -> "rooms of two";
            case sleeping -> "sleeping rooms";
            case nodes -> "nodes";
            case history -> "messages in a room";
            case events -> "custom events in a page";
            case reactions -> "emojis on each message of a page";
            case connections -> "other connections";
        };
    }

    private Workload workload(Report.Case subject, int step, double messages, int window) {
        return switch (over) {
            case members -> new FanoutLoad(subject, new RoomShape(1, step), messages, window);
            case rooms -> new ActiveRooms(subject, step, messages == 0 ? ROOMS_RATE : messages);
            case nodes -> new OverNodes(new FanoutLoad(subject, NODES_SHAPE, messages, window), step);
            case sleeping ->
                new SleepingRooms(
                        subject,
                        step,
                        Duration.ofSeconds(benchOptions.count("--asleep-after", asleepAfter, ASLEEP_AFTER_MAX)));
            case history -> new HistoryPaging(subject, step);
            case events -> PageContents.events(subject, step);
            case reactions -> PageContents.reactions(subject, step);
            case connections -> new HeldConnections(subject, step);
        };
    }
}
