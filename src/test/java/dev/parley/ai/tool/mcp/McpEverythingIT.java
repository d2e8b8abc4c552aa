package dev.parley.ai.tool.mcp;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.ai.Samples;
import dev.parley.ai.tool.Invocation;
import dev.parley.ai.tool.Tool;
import dev.parley.config.McpConfig;
import dev.parley.config.ToolsConfig;
import dev.parley.testing.Program;
import dev.parley.testing.TestConfig;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The reference server from npm, which has one of everything. */
@ExtendWith(VertxExtension.class)
class McpEverythingIT {
    private static final String PACKAGES = "nodejs npm";
    private static final Path FOLDER = Path.of("target", "mcp");
    private static final Path SCRIPT =
            Path.of("node_modules", "@modelcontextprotocol", "server-everything", "dist", "index.js");

    @Test
    void itsToolsAreUsed(Vertx vertx) throws IOException {
        install();
        int port = freePort();
        Process server = serve(port);
        try {
            McpServers client = new McpServers(vertx, tools("http://127.0.0.1:" + port + "/mcp"));
            await(client.start());
            until(server, () -> client.tools().size() > 5); // asked again while it starts
            assertEquals("Echo: hello", call(client, "all__echo", "{\"message\":\"hello\"}"));
            assertTrue(call(client, "all__get-sum", "{\"a\":2,\"b\":3}").contains("5"));
            assertTrue(call(client, "all__get-tiny-image", "{}").contains("[image of type image/png"));
            assertTrue(call(client, "all__get-resource-links", "{\"count\":2}").contains(" at "));
            assertTrue(call(client, "all__trigger-long-running-operation", "{\"duration\":1,\"steps\":3}")
                    .contains("completed"));
            await(client.close());
        } finally {
            server.destroyForcibly();
        }
    }

    private static void install() throws IOException {
        Files.createDirectories(FOLDER);
        for (String file : List.of("package.json", "package-lock.json")) {
            Files.copy(
                    Path.of("src", "test", "npm", "mcp", file),
                    FOLDER.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        String npm = Program.find(PACKAGES, "npm").toString();
        Program install = Program.start(FOLDER, List.of(npm, "ci", "--no-audit", "--no-fund", "--prefer-offline"));
        assertEquals(0, install.end(), install::said);
    }

    private static Process serve(int port) throws IOException {
        File log = FOLDER.resolve("server.log").toFile();
        ProcessBuilder command = new ProcessBuilder(
                        Program.find(PACKAGES, "node").toString(), SCRIPT.toString(), "streamableHttp")
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log);
        command.environment().put("PORT", String.valueOf(port));
        return command.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static ToolsConfig tools(String url) {
        McpConfig all = new McpConfig("all", url, "", "", List.of());
        return TestConfig.changed(Samples.tools(), "mcp", List.of(all));
    }

    private static String call(McpServers client, String name, String arguments) {
        Tool tool = client.tools().stream()
                .filter(t -> t.spec().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not there"));
        return await(tool.run(Samples.turn("general", 1), Invocation.check(tool, arguments)));
    }

    private static void until(Process server, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!condition.getAsBoolean()) {
            assertTrue(server.isAlive(), "the server ended");
            assertTrue(System.nanoTime() < end, "it did not happen within 120 s");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
