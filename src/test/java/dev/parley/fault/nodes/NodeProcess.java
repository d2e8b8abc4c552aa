package dev.parley.fault.nodes;

import dev.parley.testing.ParleyProcess;
import dev.parley.testing.TestHttp;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One node as a process of its own, with a small heap; what it says is appended to one file over all its lives. For one
 * thread.
 */
public final class NodeProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Where the classes of tests are. */
    private static final String CLASSES = NodeProcess.class
            .getProtectionDomain()
            .getCodeSource()
            .getLocation()
            .getPath();

    private final String name;
    private final Path log;
    private final List<String> prefix;
    private final Map<String, String> environment;
    private final String conf;
    private final String host;
    private final int port;
    private final int earlierLines;
    private String jar = ParleyProcess.jar();
    private boolean isLossy;
    private Process process;

    /** {@code prefix} goes before the command, as {@code ip netns exec …}. */
    NodeProcess(
            String name,
            Path log,
            List<String> prefix,
            String conf,
            Map<String, String> environment,
            String host,
            int port) {
        this.name = name;
        this.log = log;
        this.prefix = prefix;
        this.conf = conf;
        this.environment = environment;
        this.host = host;
        this.port = port;
        this.earlierLines = Files.exists(log) ? lines(log).size() : 0;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    public String name() {
        return name;
    }

    /** Which jar it is from its next start on; this build's unless told. */
    public void runs(String jar) {
        this.jar = jar;
    }

    /** From its next start on its bus loses what {@link LossyNode} tells. */
    public void losesEvents() {
        this.isLossy = true;
    }

    public String baseUrl() {
        return "http://" + host + ":" + port;
    }

    public TestHttp http(String token) {
        return new TestHttp(baseUrl(), token);
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    public synchronized void start() {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(ParleyProcess.java(), "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(
                isLossy
                        ? List.of("-cp", CLASSES + File.pathSeparator + jar, LossyNode.class.getName())
                        : List.of("-jar", jar));
        command.addAll(List.of("-conf", conf));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(key -> key.startsWith("PARLEY_"));
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(log.getParent());
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that it said, over all its lives; what an earlier run left in the file is not its own. */
    public List<String> log() {
        return lines(log).stream().skip(earlierLines).toList();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when the probe says that it is ready. */
    public void awaitReady() {
        if (!isReadyUnlessEnded()) {
            throw new AssertionError(name + " ended; see " + log);
        }
    }

    /** Waits until it is ready, or has ended by itself. */
    public boolean isReadyUnlessEnded() {
        TestHttp probe = http(null);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (isAlive() && !isReady(probe)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(name + " is not ready; see " + log);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        return isAlive();
    }

    private static boolean isReady(TestHttp probe) {
        try {
            return probe.get("/health/ready").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false; // nobody listens yet
        }
    }

    /** SIGKILL; returns when it is dead. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM; returns when it has ended, with how long that took. */
    public Duration terminate() {
        long start = System.nanoTime();
        process.destroy();
        awaitEnd();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Waits until it has ended by itself; its exit status. */
    public int exit() {
        awaitEnd();
        return process.exitValue();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(name + " does not end; see " + log);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public void freeze() {
        Signal.STOP.send(process.pid());
    }

    public void thaw() {
        Signal.CONT.send(process.pid());
    }

    @Override
    public synchronized void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
