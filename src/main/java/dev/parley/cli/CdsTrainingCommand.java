package dev.parley.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parley rehearse}: what {@code docker/parley} runs to learn which classes a start loads. */
@Command(
        name = "rehearse",
        hidden = true,
        description = "Starts a node on nothing and stops it, so that Java can record which classes a start loads.")
public final class CdsTrainingCommand implements Callable<Integer> {
    private final ProcessIo processIo;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    CdsTrainingCommand(ProcessIo processIo) {
        this.processIo = processIo;
    }

    @Override
    public Integer call() throws Exception {
        return processIo.starter().rehearse();
    }
}
