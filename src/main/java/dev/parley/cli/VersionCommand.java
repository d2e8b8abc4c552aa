package dev.parley.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code parley version}: what this is made of. */
@Command(name = "version", description = "Prints the versions of Parley, Vert.x and Java.")
public final class VersionCommand implements Callable<Integer> {
    private final ProcessIo processIo;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    VersionCommand(ProcessIo processIo) {
        this.processIo = processIo;
    }

    @Override
    public Integer call() throws IOException {
        processIo.out().println("Parley " + parley() + " (Vert.x " + vertx() + ", Java " + Runtime.version() + ")");
        return 0;
    }

    /** From the jar's manifest; a start from compiled classes has none. */
    static String parley() {
        return Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    private static String vertx() throws IOException {
        try (InputStream in =
                VersionCommand.class.getClassLoader().getResourceAsStream("META-INF/vertx/vertx-version.txt")) {
            return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
