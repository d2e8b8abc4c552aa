package dev.parley.bench;

import dev.parley.bench.load.Timing;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that set how often and how long each case runs. */
final class RoundOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--rounds",
            paramLabel = "<n>",
            defaultValue = "3",
            description = "How often each case is run, by default ${DEFAULT-VALUE}; cells are median (min–max).")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "<s>",
            defaultValue = "5",
            description = "How long a case is measured, by default ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--warmup",
            paramLabel = "<s>",
            defaultValue = "2",
            description = "How long it runs before that, by default ${DEFAULT-VALUE}.")
    private double warmup;

    int rounds() {
        check(rounds >= 1 && rounds <= 1000, "--rounds must be 1–1000, was " + rounds);
        return rounds;
    }

    Timing timing() {
        check(seconds > 0 && seconds <= 3000, "--seconds must be above 0 and at most 3000, was " + seconds);
        check(warmup >= 0 && warmup <= 3000, "--warmup must be 0–3000, was " + warmup);
        return new Timing(duration(warmup), duration(seconds));
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
