package dev.parley.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code parley cds-training}: starts a node on nothing and stops it. {@code docker/parley} runs it once, so that Java
 * can archive the classes that a start loads (class data sharing).
 */
@Command(
        name = "cds-training",
        hidden = true,
        description = "Starts a node on nothing and stops it, so that Java can record which classes a start loads.")
public final class CdsTrainingCommand implements Callable<Integer> {
    private final ProcessIo processIo;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    private boolean help;

    CdsTrainingCommand(ProcessIo processIo) {
        this.processIo = processIo;
    }

    @Override
    public Integer call() throws Exception {
        return processIo.starter().trainCds();
    }
}
