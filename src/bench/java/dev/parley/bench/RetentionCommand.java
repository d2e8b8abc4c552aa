package dev.parley.bench;

import dev.parley.bench.figure.Report;
import dev.parley.bench.load.RetentionLoad;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code parley bench retention}: measures what it costs others that a room's messages are deleted. */
@Command(
        name = "retention",
        description = "Acks before and while the messages of another room are deleted because they are too old.")
final class RetentionCommand implements Callable<Integer> {
    private static final int MESSAGES_MAX = 10_000_000;
    private static final int SENDERS_MAX = 10_000;

    private final BenchIo benchIo;

    @Mixin
    private BenchOptions benchOptions;

    @Option(
            names = "--messages",
            paramLabel = "<n>",
            defaultValue = "100000",
            description = "How many the room holds, by default ${DEFAULT-VALUE}.")
    private int messages;

    @Option(
            names = "--senders",
            paramLabel = "<n>",
            defaultValue = "10",
            description = "Who wait for acks in other rooms, by default ${DEFAULT-VALUE}.")
    private int senders;

    RetentionCommand(BenchIo benchIo) {
        this.benchIo = benchIo;
    }

    @Override
    public Integer call() {
        int count = benchOptions.count("--messages", messages, MESSAGES_MAX);
        Report.Case subject = new Report.Case(String.valueOf(count), count);
        return benchOptions.run(
                benchIo,
                new Report("retention", "messages deleted"),
                List.of(new RetentionLoad(subject, count, benchOptions.count("--senders", senders, SENDERS_MAX))));
    }
}
