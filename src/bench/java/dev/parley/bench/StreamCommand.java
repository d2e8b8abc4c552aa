package dev.parley.bench;

import dev.parley.bench.figure.Report;
import dev.parley.bench.load.AnswerStreams;
import dev.parley.bench.load.RoomShape;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code parley bench stream}: measures streamed answers of an assistant. */
@Command(
        name = "stream",
        description = {
            "Asks an assistant in every room, again and again, and counts the chunks that members receive.",
            "Each reader joins them and compares them with the end: holes and different texts are counted.",
            "Without a model of your own, use `bench model`."
        })
final class StreamCommand implements Callable<Integer> {
    private static final int MOST = 100_000;

    private final BenchIo benchIo;

    @Mixin
    private BenchOptions benchOptions;

    @Option(
            names = "--rooms",
            paramLabel = "<n>",
            defaultValue = "100",
            description = "How many rooms, by default ${DEFAULT-VALUE}.")
    private int rooms;

    @Option(
            names = "--members",
            paramLabel = "<n>",
            defaultValue = "5",
            description = "Members of each, by default ${DEFAULT-VALUE}.")
    private int members;

    @Option(
            names = "--assistant",
            paramLabel = "<name>",
            defaultValue = "bench",
            description = "Who is asked, by default ${DEFAULT-VALUE}.")
    private String assistant;

    StreamCommand(BenchIo benchIo) {
        this.benchIo = benchIo;
    }

    @Override
    public Integer call() {
        RoomShape roomShape = new RoomShape(
                benchOptions.count("--rooms", rooms, MOST), benchOptions.count("--members", members, MOST));
        return benchOptions.run(
                benchIo,
                new Report("stream", "rooms x members"),
                List.of(new AnswerStreams(new Report.Case(roomShape.toString()), roomShape, assistant)));
    }
}
