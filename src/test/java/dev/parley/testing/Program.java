package dev.parley.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A program of this machine that a test runs. A missing one is a failure, not a reason to skip. */
public final class Program {
    private static final long PATIENCE_SECONDS = 120;
    private static final long INSTALL_SECONDS = 600;

    private final Process process;
    private final Path output;
    private final Path errors;

    private Program(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /**
     * The first of these on the PATH. {@code packages} are the Debian packages that hold it: where that is possible
     * without asking anybody (as root, as in a container), a missing one is installed, else the failure names them.
     */
    public static synchronized Path find(String packages, String... names) {
        return onPath(names)
                .or(() -> install(packages, names))
                .orElseThrow(() -> new AssertionError("This test needs " + String.join(" or ", names)
                        + " on the PATH. On Debian: apt-get install " + packages));
    }

    private static Optional<Path> install(String packages, String... names) {
        Optional<Path> apt = onPath("apt-get").filter(found -> "root".equals(System.getProperty("user.name")));
        if (apt.isEmpty()) {
            return Optional.empty();
        }
        String line = "apt-get update -q && apt-get install -y -q --no-install-recommends " + packages;
        Program installed = start(Path.of("."), List.of("sh", "-c", line));
        int status = installed.end(INSTALL_SECONDS);
        if (status != 0) {
            throw new AssertionError(line + " ended with " + status + ": " + installed.said());
        }
        return onPath(names);
    }

    private static Optional<Path> onPath(String... names) {
        String[] folders = System.getenv("PATH").split(Pattern.quote(File.pathSeparator), -1);
        return Stream.of(names)
                .flatMap(name -> Arrays.stream(folders).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts a program; what it says goes to files. */
    public static Program start(Path folder, List<String> command) {
        try {
            Path said = Files.createDirectories(Path.of("target", "programs"));
            Path output = Files.createTempFile(said, "out", ".txt");
            Path errors = Files.createTempFile(said, "err", ".txt");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            return new Program(process, output, errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end and returns its exit status. */
    public int end() {
        return end(PATIENCE_SECONDS);
    }

    /** The same, of a program that may take this long. */
    public int end(long patienceSeconds) {
        try {
            if (!process.waitFor(patienceSeconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("not ended after " + patienceSeconds + " s: " + said());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IllegalStateException(e);
        }
    }

    /** Whether it runs no more. */
    public boolean hasEnded() {
        return !process.isAlive();
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** What it has written so far. */
    public String output() {
        return read(output);
    }

    /** Everything, for a failure's message. */
    public String said() {
        return output() + read(errors);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
