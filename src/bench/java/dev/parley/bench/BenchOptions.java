package dev.parley.bench;

import dev.parley.bench.client.BenchFailure;
import dev.parley.bench.client.Loop;
import dev.parley.bench.figure.Report;
import dev.parley.bench.load.Generator;
import dev.parley.bench.load.RoomShape;
import dev.parley.bench.load.Timing;
import dev.parley.bench.load.Workload;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The options that all commands share, the values that they allow, and the loop that runs the cases in rounds and
 * prints the report.
 */
final class BenchOptions {
    private static final int NOTHING_MEASURED = 1;
    private static final double RATE_MAX = 1e7;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private ServerOptions server;

    @Mixin
    private RoundOptions rounds;

    @Mixin
    private OutputOptions output;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    Timing timing() {
        return rounds.timing();
    }

    /** Checks an option that counts something: 1 to {@code most}. */
    int count(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw wrong(option + " must be 1–" + most + ", was " + value);
        }
        return value;
    }

    /** Checks {@code --rate}. */
    double rate(double value) {
        if (!(value > 0 && value <= RATE_MAX)) {
            throw wrong("--rate must be above 0 and at most 10000000, was " + value);
        }
        return value;
    }

    /** Parses {@code --shape}. */
    RoomShape shape(String text) {
        return RoomShape.parse(text).orElseThrow(() -> wrong("--shape must be " + RoomShape.ALLOWED + ", was " + text));
    }

    private ParameterException wrong(String text) {
        return new ParameterException(spec.commandLine(), text);
    }

    /**
     * Runs every case once in each round, so that other work on the machine disturbs all cases alike.
     *
     * @return the exit status
     */
    int run(BenchIo benchIo, Report report, List<Workload> cases) {
        Timing timing = rounds.timing();
        int times = rounds.rounds();
        return run(benchIo, report, generator -> {
            Optional<BenchFailure> failure = Optional.empty();
            int measured = 0;
            for (int round = 1; round <= times; round++) {
                for (Workload workload : cases) {
                    try {
                        report.add(workload.subject(), workload.run(generator, timing));
                        measured++;
                    } catch (BenchFailure e) {
                        benchIo.err().println(workload.subject().label() + ": " + e.getMessage());
                        benchIo.err().flush();
                        failure = Optional.of(failure.orElse(e));
                    }
                }
                if (measured == 0) {
                    throw new BenchFailure("nothing could be measured", failure.orElse(null));
                }
            }
        });
    }

    /**
     * Runs a load against the server and prints the report.
     *
     * @return the exit status
     */
    int run(BenchIo benchIo, Report report, Consumer<Generator> load) {
        try (Loop loop = new Loop()) {
            String run = Long.toString(benchIo.clock().millis(), 36);
            load.accept(
                    new Generator(loop, server.target(benchIo, loop), server.processes(), ServerOptions.self(), run));
            report.table().forEach(benchIo.out()::println);
            output.write(report);
            return 0;
        } catch (BenchFailure e) {
            benchIo.err().println(e.getMessage());
            return NOTHING_MEASURED;
        }
    }
}
