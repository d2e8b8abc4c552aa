package dev.parley.testing;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code java -jar parley.jar} as a process of its own, in a folder of its own. The Java is that of {@code
 * PARLEY_TEST_JAVA} when that is set, else the one that runs the tests.
 */
public final class ParleyProcess implements AutoCloseable {
    /** HS256's key of every process that is not told another. */
    public static final String SECRET = "a secret of the process tests, long enough";

    private static final int PATIENCE_S = 180; // a first start by docker/parley records its classes
    private static final Pattern READY = Pattern.compile(".*Parley is ready on (http://localhost:([0-9]+)) .*");
    private static final Pattern INFO = Pattern.compile("[0-9:]{8}\\.[0-9]{3} INFO  \\w+ - .*");

    private final Process process;
    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Thread outReader;
    private final Thread errReader;

    private ParleyProcess(Process process) {
        this.process = process;
        this.outReader = reader(process.inputReader(StandardCharsets.UTF_8), out);
        this.errReader = reader(process.errorReader(StandardCharsets.UTF_8), err);
    }

    /** Runs the jar with these arguments; {@code environment} is all that it sees of {@code PARLEY_*}. */
    public static ParleyProcess run(Path folder, Map<String, String> environment, String... arguments) {
        return run(List.of(java(), "-jar", jar()), folder, environment, arguments);
    }

    /** The same through a script that starts it. */
    public static ParleyProcess run(String script, Path folder, Map<String, String> environment, String... arguments) {
        return run(List.of(script), folder, environment, arguments);
    }

    private static ParleyProcess run(
            List<String> program, Path folder, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PARLEY_"));
        builder.environment().putAll(environment);
        try {
            return new ParleyProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A node on {@code conf/test.json} and on the data in this folder, on a free port. Returns when it is ready. */
    public static ParleyProcess node(Path folder, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(
                Map.of("PARLEY_STORE_URL", "sqlite:" + folder.resolve("parley.db"), "PARLEY_AUTH_SECRET", SECRET));
        all.putAll(environment);
        ParleyProcess node = run(folder, all, "-conf", "conf/test.json");
        node.port();
        return node;
    }

    /** Which Java runs the processes. */
    public static String java() {
        String chosen = System.getenv("PARLEY_TEST_JAVA");
        return chosen == null || chosen.isEmpty()
                ? ProcessHandle.current().info().command().orElseThrow()
                : chosen;
    }

    /** The jar that is run. */
    public static String jar() {
        return Path.of(System.getProperty("parley.jar", "target/parley.jar"))
                .toAbsolutePath()
                .toString();
    }

    private Thread reader(BufferedReader from, List<String> to) {
        Thread thread = new Thread(() -> {
            try {
                from.lines().forEach(line -> onLine(line, to));
            } catch (UncheckedIOException e) {
                // A test that gave up closed it.
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void onLine(String line, List<String> to) {
        synchronized (to) {
            to.add(line);
        }
        Matcher ready = READY.matcher(line);
        if (ready.matches()) {
            port.complete(Integer.valueOf(ready.group(2)));
        }
    }

    /** The port it listens on; waits until it says that it is ready. */
    public int port() {
        CompletableFuture<Integer> ended = process.onExit().thenApply(dead -> {
            throw new AssertionError("ended before it was ready");
        });
        try {
            return (port.isDone() ? port : port.applyToEither(ended, told -> told)).get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("not ready; it said " + out() + err(), e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public TestHttp http(String token) {
        return new TestHttp("http://127.0.0.1:" + port(), token);
    }

    /** A guest's session, as the API gives it. */
    public JsonObject guest() {
        return new JsonObject(http(null).post("/api/sessions", null).body());
    }

    public List<String> out() {
        synchronized (out) {
            return List.copyOf(out);
        }
    }

    public List<String> err() {
        synchronized (err) {
            return List.copyOf(err);
        }
    }

    /** What it said on the error stream, without the lines of its log at level info. */
    public List<String> complaints() {
        return err().stream().filter(line -> !INFO.matcher(line).matches()).toList();
    }

    /** SIGTERM; what it says from then on is read as well. */
    public ParleyProcess terminate() {
        process.toHandle().destroy();
        return this;
    }

    /** SIGKILL; returns when it is dead. */
    public void kill() {
        process.toHandle().destroyForcibly();
        exit();
    }

    /** Its exit status, once it has ended and everything it said is here. */
    public int exit() {
        try {
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                throw new AssertionError("still running; it said " + out() + err());
            }
            outReader.join();
            errReader.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
