package dev.parley.ai.tool.page;

import static dev.parley.testing.Futures.await;
import static dev.parley.testing.Futures.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.ai.Samples;
import dev.parley.ai.tool.Invocation;
import dev.parley.ai.tool.Tool;
import dev.parley.config.PageConfig;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.testing.Program;
import dev.parley.testing.TestConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.junit5.VertxExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of real servers on loopback, which only {@code page.test} is allowed to have as its address. */
@ExtendWith(VertxExtension.class)
class ReadPageToolTest {
    private static final long MAX_BYTES = 100_000;
    private static final String LOOPBACK = "127.0.0.1";

    private final Map<String, Consumer<HttpServerRequest>> pages = new ConcurrentHashMap<>();
    private final Queue<HttpServerRequest> requests = new ConcurrentLinkedQueue<>();
    private final Map<String, Queue<List<String>>> names = new ConcurrentHashMap<>();
    private final AtomicInteger lookups = new AtomicInteger();
    private Vertx vertx;
    private HttpServer server;

    @BeforeEach
    void start(Vertx vertx) {
        this.vertx = vertx;
        server = await(vertx.createHttpServer(new HttpServerOptions())
                .requestHandler(this::serve)
                .listen(0, LOOPBACK));
        name("page.test", List.of(LOOPBACK));
        name("intranet.test", List.of(LOOPBACK));
    }

    @AfterEach
    void stop() {
        await(server.close());
    }

    @Test
    void aPageIsReadAndMarkedAsData() {
        page("/a", "text/html; charset=utf-8", "<title>T</title><p>Hello <a href=b>there</a>");
        JsonObject result = read("http://page.test:" + port() + "/a");
        assertEquals("T", result.getString("title"));
        assertEquals("Hello there (http://page.test:" + port() + "/b)", result.getString("text"));
        assertEquals("http://page.test:" + port() + "/a", result.getString("url"));
        assertEquals(ReadPageTool.UNTRUSTED, result.getString("note"));
        HttpServerRequest request = requests.remove();
        assertEquals("page.test:" + port(), request.getHeader("Host"));
        assertEquals(PageFetch.AGENT, request.getHeader("User-Agent"));
        assertNull(request.getHeader("Cookie"));
        assertNull(request.getHeader("Authorization"));
    }

    @Test
    void aLongTextIsReadInParts() {
        String text = "0123456789\n".repeat(3000);
        page("/a", "text/plain", text);
        StringBuilder all = new StringBuilder();
        Integer next = 0;
        while (next != null) {
            JsonObject part = new JsonObject(run(tool(Duration.ofSeconds(30)), "/a", next));
            assertTrue(part.encode().length() <= 16_384);
            all.append(part.getString("text"));
            next = part.getInteger("next");
        }
        assertEquals(text, all.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d/", "http://2130706433:%d/", "http://[::1]:%d/", "http://[::ffff:127.0.0.1]:%d/",
                "http://0.0.0.0:%d/", "http://169.254.169.254:%d/", "http://intranet.test:%d/", "http://localhost:%d/"
            })
    void privateAddressesAreRefused(String url) {
        assertEquals(Code.FORBIDDEN, refused(url.formatted(port())).code());
        assertTrue(requests.isEmpty());
    }

    @Test
    void onePrivateAddressAmongPublicOnesIsEnough() {
        name("mixed.test", List.of("8.8.8.8", "10.0.0.1"));
        assertEquals(
                Code.FORBIDDEN, refused("http://mixed.test:" + port() + "/").code());
        name("mapped.test", List.of("8.8.8.8", "::ffff:10.0.0.1"));
        assertEquals(
                Code.FORBIDDEN, refused("http://mapped.test:" + port() + "/").code());
    }

    /** Whoever asked again after the check would be told 10.0.0.1. */
    @Test
    void theAddressThatWasCheckedIsTheOneToConnectTo() {
        name("rebind.test", List.of("8.8.8.8"));
        name("rebind.test", List.of("10.0.0.1"));
        AddressGuard addressGuard = new AddressGuard(this::resolve, config(Duration.ofSeconds(30), port()));
        assertEquals("8.8.8.8", await(addressGuard.admit("rebind.test", 80)).host());
        assertEquals(1, lookups.get());
    }

    /** Whoever asked again for the connection would reach the other server, which has the same port. */
    @Test
    void aNameThatChangesItsAddressIsLookedUpOnce() {
        AtomicInteger asked = new AtomicInteger();
        HttpServer other = await(vertx.createHttpServer()
                .requestHandler(request -> {
                    asked.incrementAndGet();
                    request.response().putHeader("Content-Type", "text/plain").end("secret");
                })
                .listen(port(), "127.0.0.9"));
        page("/", "text/plain", "open");
        name("rebind.page.test", List.of(LOOPBACK));
        name("rebind.page.test", List.of("127.0.0.9"));
        JsonObject result = read("http://rebind.page.test:" + port() + "/");
        assertEquals("open", result.getString("text"));
        assertEquals(1, lookups.get());
        assertEquals(0, asked.get());
        await(other.close());
    }

    @Test
    void redirectsAreFollowedByHand() {
        redirect("/a", "b?x=1");
        redirect("/b", "http://page.test:" + port() + "/c");
        page("/c", "text/plain", "here");
        JsonObject result = read("http://page.test:" + port() + "/a");
        assertEquals("here", result.getString("text"));
        assertEquals("http://page.test:" + port() + "/c", result.getString("url"));
        assertEquals(3, lookups.get());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://intranet.test:%d/", "http://127.0.0.1:%d/", "//localhost:%d/", "http://page.test:1/"})
    void aRedirectIsCheckedLikeTheFirst(String location) {
        redirect("/a", location.formatted(port()));
        page("/", "text/plain", "secret");
        assertEquals(
                Code.FORBIDDEN, refused("http://page.test:" + port() + "/a").code());
        assertEquals(1, requests.size());
    }

    @Test
    void redirectsEnd() {
        redirect("/a", "/a");
        assertTrue(refused("http://page.test:" + port() + "/a").text().contains("redirects"));
        assertEquals(6, requests.size());
        redirect("/f", "file:///etc/passwd");
        assertEquals(
                Code.BAD_FRAME, refused("http://page.test:" + port() + "/f").code());
    }

    @Test
    void otherPortsAreRefused() {
        assertEquals(Code.FORBIDDEN, refused("http://page.test:22/").code());
    }

    @Test
    void largePagesAreRefused() {
        page("/a", "text/plain", "x".repeat((int) MAX_BYTES + 1));
        assertEquals(
                Code.TOO_LARGE, refused("http://page.test:" + port() + "/a").code());
        page("/b", "text/plain", "x".repeat((int) MAX_BYTES));
        assertFalse(read("http://page.test:" + port() + "/b").getString("text").isEmpty());
    }

    @Test
    void packedPagesAreUnpackedWithinTheLimit() {
        pages.put("/a", r -> packed(r.response(), gzip(10_000)));
        assertEquals(
                10_000,
                read("http://page.test:" + port() + "/a").getString("text").length());
        pages.put("/bomb", r -> packed(r.response(), gzip(60_000_000)));
        assertEquals(
                Code.TOO_LARGE, refused("http://page.test:" + port() + "/bomb").code());
        pages.put("/broken", r -> packed(r.response(), Buffer.buffer("no gzip")));
        assertEquals(
                Code.BAD_FRAME,
                refused("http://page.test:" + port() + "/broken").code());
        pages.put("/other", r -> r.response()
                .putHeader("Content-Type", "text/html")
                .putHeader("Content-Encoding", "gzip, gzip")
                .end("x"));
        assertEquals(
                Code.BAD_FRAME, refused("http://page.test:" + port() + "/other").code());
    }

    @Test
    void aSlowPageIsGivenUp() {
        AtomicInteger closed = new AtomicInteger();
        pages.put("/a", request -> {
            HttpServerResponse response =
                    request.response().putHeader("Content-Type", "text/plain").setChunked(true);
            long drip = vertx.setPeriodic(50, id -> response.write("x"));
            request.connection().closeHandler(v -> {
                vertx.cancelTimer(drip);
                closed.incrementAndGet();
            });
        });
        Refusal refusal = refused(tool(Duration.ofSeconds(3)), "http://page.test:" + port() + "/a");
        assertEquals("the page did not arrive within 3.0 s", refusal.text());
        until(() -> closed.get() == 1);
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() {
        pages.put("/a", request -> {});
        assertEquals(
                Code.UNAVAILABLE,
                refused(tool(Duration.ofMillis(500)), "http://page.test:" + port() + "/a")
                        .code());
    }

    @Test
    void onlyTextIsRead() {
        page("/a", "image/png", "x");
        assertTrue(refused("http://page.test:" + port() + "/a").text().contains("image/png"));
        pages.put("/b", request -> request.response().setStatusCode(404).end());
        assertEquals(
                "the server responded with status 404",
                refused("http://page.test:" + port() + "/b").text());
        assertEquals(
                Code.NOT_FOUND, refused("http://nowhere.test:" + port() + "/").code());
    }

    @Test
    void theCertificateMustBeTheNames(@TempDir Path folder) throws IOException {
        PemTrustOptions trust =
                new PemTrustOptions().addCertPath(folder.resolve("cert.pem").toString());
        HttpServer secure = await(vertx.createHttpServer(
                        new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate(folder, "page.test")))
                .requestHandler(this::serve)
                .listen(0, LOOPBACK));
        page("/a", "text/plain", "safe");
        String path = ":" + secure.actualPort() + "/a";
        Tool trusting = tool(
                config(Duration.ofSeconds(30), secure.actualPort()), new HttpClientOptions().setTrustOptions(trust));
        assertEquals("safe", new JsonObject(await(read(trusting, "https://page.test" + path, 0))).getString("text"));
        name("also.page.test", List.of(LOOPBACK));
        assertEquals(
                Code.UNAVAILABLE,
                refused(trusting, "https://also.page.test" + path).code());
        Tool wary = tool(config(Duration.ofSeconds(30), secure.actualPort()), new HttpClientOptions());
        assertEquals(Code.UNAVAILABLE, refused(wary, "https://page.test" + path).code());
        await(secure.close());
    }

    private static PfxOptions certificate(Path folder, String host) {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> store =
                List.of("-keystore", "k.p12", "-storetype", "PKCS12", "-storepass", "password", "-alias", "a");
        for (List<String> step : List.of(
                List.of(
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "san=dns:" + host,
                        "-validity",
                        "2"),
                List.of("-exportcert", "-rfc", "-file", "cert.pem"))) {
            List<String> command = new ArrayList<>(List.of(keytool));
            command.addAll(step);
            command.addAll(store);
            Program program = Program.start(folder, command);
            assertEquals(0, program.end(), program::said);
        }
        assertTrue(Files.exists(folder.resolve("cert.pem")));
        return new PfxOptions().setPath(folder.resolve("k.p12").toString()).setPassword("password");
    }

    private void serve(HttpServerRequest request) {
        requests.add(request);
        Consumer<HttpServerRequest> page = pages.get(request.path());
        if (page == null) {
            request.response().setStatusCode(500).end();
        } else {
            page.accept(request);
        }
    }

    private void page(String path, String type, String body) {
        pages.put(path, r -> r.response().putHeader("Content-Type", type).end(body));
    }

    private void redirect(String path, String location) {
        pages.put(path, r -> r.response()
                .setStatusCode(302)
                .putHeader("Location", location)
                .end());
    }

    private static void packed(HttpServerResponse response, Buffer body) {
        response.putHeader("Content-Type", "text/plain")
                .putHeader("Content-Encoding", "gzip")
                .end(body);
    }

    private static Buffer gzip(int size) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write("x".repeat(size).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return Buffer.buffer(packed.toByteArray());
    }

    /** The next answer for this name; the last one stays. */
    private void name(String host, List<String> addresses) {
        names.computeIfAbsent(host, h -> new ConcurrentLinkedQueue<>()).add(addresses);
    }

    private Future<List<InetAddress>> resolve(String host) {
        lookups.incrementAndGet();
        Queue<List<String>> answers = names.get(host);
        if (answers == null && host.endsWith(".test")) {
            return Future.failedFuture("no such host");
        }
        List<String> addresses =
                answers == null ? List.of(host) : answers.size() > 1 ? answers.remove() : answers.element();
        List<InetAddress> found = new ArrayList<>();
        try {
            for (String address : addresses) {
                found.add(InetAddress.getByName(address));
            }
        } catch (IOException e) {
            return Future.failedFuture(e);
        }
        return Future.succeededFuture(found);
    }

    private int port() {
        return server.actualPort();
    }

    private PageConfig config(Duration timeout, int port) {
        return TestConfig.changed(
                Samples.tools().page(),
                "maxBytes",
                MAX_BYTES,
                "timeout",
                timeout,
                "ports",
                List.of(80, port),
                "allowHosts",
                List.of("page.test", "*.page.test"),
                "browserTimeout",
                timeout);
    }

    private Tool tool(Duration timeout) {
        return tool(config(timeout, port()), new HttpClientOptions());
    }

    private Tool tool(PageConfig config, HttpClientOptions options) {
        return new ReadPageTool(
                vertx, config, 16_384, vertx.createSharedWorkerExecutor("test-pages", 2), this::resolve, options);
    }

    private JsonObject read(String url) {
        return new JsonObject(await(read(tool(Duration.ofSeconds(30)), url, 0)));
    }

    private String run(Tool tool, String path, int from) {
        return await(read(tool, "http://page.test:" + port() + path, from));
    }

    private static Future<String> read(Tool tool, String url, int from) {
        String arguments = new JsonObject().put("url", url).put("from", from).encode();
        return tool.run(Samples.turn("general", 1), Invocation.check(tool, arguments));
    }

    private Refusal refused(String url) {
        return refused(tool(Duration.ofSeconds(30)), url);
    }

    private static Refusal refused(Tool tool, String url) {
        return (Refusal) failure(read(tool, url, 0));
    }

    private static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it did not happen within 30 s");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
