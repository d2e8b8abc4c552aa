package dev.parley.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parley version}: prints the versions of Parley, Vert.x and Java on one line. */
@Command(name = "version", description = "Prints the versions of Parley, Vert.x and Java.")
public final class VersionCommand implements Callable<Integer> {
    private final ProcessIo processIo;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    private boolean help;

    VersionCommand(ProcessIo processIo) {
        this.processIo = processIo;
    }

    @Override
    public Integer call() {
        processIo.out().println(Version.line());
        return 0;
    }
}
