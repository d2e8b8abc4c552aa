package dev.parley.ai.tool.page;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.ai.Samples;
import dev.parley.ai.tool.Tool;
import dev.parley.config.PageConfig;
import dev.parley.testing.Program;
import dev.parley.testing.TestConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Pages that scripts make, in a real Chromium behind our proxy. */
@ExtendWith(VertxExtension.class)
class RenderedPageIT {
    private static final String CHROMIUM =
            Program.find("chromium", "chromium", "chromium-browser").toString();

    private final Map<String, String> pages = new ConcurrentHashMap<>();
    private final AtomicInteger secrets = new AtomicInteger();
    private Vertx vertx;
    private HttpServer server;
    private HttpServer secret;

    @BeforeEach
    void start(Vertx vertx) {
        this.vertx = vertx;
        server = await(vertx.createHttpServer().requestHandler(this::serve).listen(0, "127.0.0.1"));
        secret = await(vertx.createHttpServer()
                .requestHandler(request -> {
                    secrets.incrementAndGet();
                    request.response()
                            .putHeader("Access-Control-Allow-Origin", "*")
                            .end("secret");
                })
                .webSocketHandler(socket -> secrets.incrementAndGet())
                .listen(0, "127.0.0.1"));
    }

    @AfterEach
    void stop() {
        await(server.close());
        await(secret.close());
    }

    @Test
    void scriptsMakeThePage() {
        pages.put(
                "/",
                "<title>App</title><div id=root></div><script>fetch('/data').then(r => r.text()).then(t =>"
                        + " document.getElementById('root').innerHTML = '<h1>Made</h1><p>' + t + '</p>')</script>");
        pages.put("/data", "by a script");
        assertEquals(
                "# Made\n\nby a script", read(CHROMIUM, Duration.ofSeconds(60)).getString("text"));
        assertEquals("", read("", Duration.ofSeconds(60)).getString("text"), "without a browser");
        until(() -> browsers() == 0);
    }

    @Test
    void aScriptReachesNothingPrivate() {
        int port = secret.actualPort();
        StringBuilder script = new StringBuilder("<p id=said>Said:</p><script>const say = (t) =>"
                + " document.getElementById('said').append(' ' + t);\n");
        for (String url : List.of(
                "http://127.0.0.1:" + port,
                "http://localhost:" + port,
                "http://[::1]:" + port,
                "http://private.test:" + port,
                "http://169.254.169.254",
                "https://private.test:" + port)) {
            script.append("fetch('")
                    .append(url)
                    .append("').then(r => r.text().then(t => say(r.status + ' ' + t))).catch(() => say('none'));\n");
        }
        script.append("new WebSocket('ws://127.0.0.1:" + port + "/').onopen = () => say('open');\n");
        script.append("new Image().src = 'http://localhost:" + port + "/i.png';\n");
        script.append("const frame = document.createElement('iframe'); frame.src = 'http://127.0.0.1:" + port
                + "/'; document.body.append(frame);\n");
        script.append("fetch('/data').then(r => r.text()).then(say);</script>");
        pages.put("/", script.toString());
        pages.put("/data", "allowed");
        String said = read(CHROMIUM, Duration.ofSeconds(60)).getString("text");
        assertTrue(said.contains("allowed"), said);
        assertTrue(said.contains("none"), said);
        assertFalse(said.contains("secret"), said);
        assertFalse(said.contains("open"), said);
        assertEquals(0, secrets.get());
    }

    @Test
    void aPageThatSendsTheBrowserElsewhereIsNotFollowedThere() {
        pages.put("/", "<script>location = 'http://private.test:" + secret.actualPort() + "/'</script>");
        assertEquals("", read(CHROMIUM, Duration.ofSeconds(60)).getString("text"));
        assertEquals(0, secrets.get());
    }

    @Test
    void aBrowserThatHangsIsEndedWithItsChildren(@TempDir Path folder) throws IOException {
        Path slow = folder.resolve("slow");
        Files.writeString(slow, "#!/bin/sh\n# " + folder + "\nsleep 601.5 &\necho begun\nwait\n");
        assertTrue(slow.toFile().setExecutable(true));
        pages.put("/", "<div></div><script></script>");
        assertEquals("", read(slow.toString(), Duration.ofMillis(700)).getString("text"));
        until(() -> ProcessHandle.allProcesses()
                .noneMatch(process -> command(process).contains("601.5")));
    }

    private void serve(HttpServerRequest request) {
        String page = pages.get(request.path());
        if (page == null) {
            request.response().setStatusCode(404).end();
        } else {
            request.response().putHeader("Content-Type", "text/html").end(page);
        }
    }

    private JsonObject read(String browser, Duration browserTimeout) {
        PageConfig config = TestConfig.changed(
                Samples.tools().page(),
                "timeout",
                Duration.ofSeconds(30),
                "ports",
                List.of(80, server.actualPort(), secret.actualPort()),
                "allowHosts",
                List.of("page.test"),
                "browser",
                browser,
                "browserArguments",
                browser.equals(CHROMIUM) ? List.of("--no-sandbox") : List.of(),
                "browserTimeout",
                browserTimeout);
        Tool tool = new ReadPageTool(
                vertx,
                config,
                16_384,
                vertx.createSharedWorkerExecutor("test-pages", 2),
                RenderedPageIT::resolve,
                new HttpClientOptions());
        JsonObject arguments = new JsonObject().put("url", "http://page.test:" + server.actualPort() + "/");
        return new JsonObject(await(tool.run(Samples.turn("general", 1), arguments)));
    }

    private static Future<List<InetAddress>> resolve(String host) {
        try {
            return Future.succeededFuture(List.of(InetAddress.getByName(host.endsWith(".test") ? "127.0.0.1" : host)));
        } catch (IOException e) {
            return Future.failedFuture(e);
        }
    }

    /** Browsers of pages, as told by their profiles' names. */
    private static long browsers() {
        return ProcessHandle.allProcesses()
                .filter(p -> command(p).contains("parley-page"))
                .count();
    }

    private static String command(ProcessHandle process) {
        return process.info().commandLine().orElse("");
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it did not happen within 60 s");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
