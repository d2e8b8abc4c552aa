package dev.parley.testing;

import static dev.parley.testing.Futures.await;

import dev.parley.Node;
import dev.parley.auth.TokenMint;
import dev.parley.capability.Capabilities;
import dev.parley.config.Config;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** A real node in this process, with {@code conf/test.json}, a free port and a folder of its own. */
public final class TestNode implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final Config config;
    private final Path folder;
    private final Node node;

    private TestNode(Config config, Path folder, Node node) {
        this.config = config;
        this.folder = folder;
        this.node = node;
    }

    public static TestNode start() {
        return start(Map.of());
    }

    /** {@code environment} overrides the configuration, as {@code PARLEY_*} variables do. */
    public static TestNode start(Map<String, String> environment) {
        return start(environment, Optional.empty());
    }

    /** One with these capabilities and no others. */
    public static TestNode start(Map<String, String> environment, Capabilities capabilities) {
        return start(environment, Optional.of(capabilities));
    }

    static TestNode start(Map<String, String> environment, Optional<Capabilities> capabilities) {
        try {
            Path data = Files.createDirectories(Path.of("target", "test-data"));
            return startIn(Files.createTempDirectory(data, "node"), environment, capabilities);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a node on the data that an earlier one left in this folder.
     *
     * @throws CompletionException when it does not start; its cause says why
     */
    public static TestNode startIn(Path folder, Map<String, String> environment) {
        return startIn(folder, environment, Optional.empty());
    }

    private static TestNode startIn(Path folder, Map<String, String> environment, Optional<Capabilities> capabilities) {
        Map<String, String> all = new HashMap<>();
        all.put("PARLEY_STORE_URL", "sqlite:" + folder.resolve("parley.db"));
        all.putAll(environment);
        Config config =
                TestConfig.with(all, capabilities.map(Capabilities::sections).orElse(List.of()));
        return new TestNode(
                config,
                folder,
                await(capabilities.map(own -> Node.start(config, own)).orElseGet(() -> Node.start(config))));
    }

    public Config config() {
        return config;
    }

    public Path folder() {
        return folder;
    }

    public Node node() {
        return node;
    }

    public int port() {
        return node.port();
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + port();
    }

    /** Its name in the cluster. */
    public String name() {
        return node.membership().node();
    }

    /** A member's token, valid for an hour. */
    public String token(String user) {
        return token(user, "member", List.of(), Duration.ofHours(1));
    }

    /** {@code rooms} is empty for a token without that claim. */
    public String token(String user, String role, List<String> rooms, Duration ttl) {
        return new TokenMint(config.auth(), InstantSource.system()).mint(user, null, role, rooms, ttl);
    }

    public TestSocket connect(String user) {
        return TestSocket.connect(port(), "/ws", token(user));
    }

    public TestHttp http(String token) {
        return new TestHttp(baseUrl(), token);
    }

    /** Closes connections as a SIGTERM would, then stops. */
    public void drain() {
        await(node.drain());
    }

    /** The same without waiting. */
    public Future<Void> startDrain() {
        return node.drain();
    }

    @Override
    public void close() {
        await(node.abandon());
    }
}
