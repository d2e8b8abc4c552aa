package dev.parley.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.ParleyProcess;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be started says why in one line a fault, exits with 2, and nothing listens. */
class BadStartIT {
    @TempDir
    Path folder;

    private List<String> faults(Map<String, String> environment, String... arguments) throws IOException {
        int port = freePort();
        Map<String, String> all = new HashMap<>(Map.of("PARLEY_HTTP_PORT", String.valueOf(port)));
        all.putAll(environment);
        try (ParleyProcess process = ParleyProcess.run(folder, all, arguments)) {
            assertEquals(2, process.exit(), () -> process.out() + " " + process.err());
            assertEquals(List.of(), process.out());
            assertThrows(ConnectException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
            return process.err();
        }
    }

    private void oneFault(String path, String holds, Map<String, String> environment, String... arguments)
            throws IOException {
        Map<String, String> text = new HashMap<>(environment);
        text.put("PARLEY_LOG_FORMAT", "text");
        List<String> faults = faults(text, arguments);
        assertEquals(1, faults.size(), faults::toString);
        assertTrue(faults.get(0).startsWith("config " + path + ": "), faults::toString);
        assertTrue(faults.get(0).contains(holds), faults::toString);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    @Test
    void everyFaultIsALine() throws IOException {
        Path file = Files.writeString(
                folder.resolve("bad.json"),
                """
                {"http": {"prot": 1}, "drain": {"window": "soon"}, "limits": {"text": "1 elephant"}}
                """);
        List<String> faults = faults(
                Map.of("PARLEY_ROOMS_ACTIVE", "many", "PARLEY_AUTH_SECRET", ParleyProcess.SECRET),
                "-conf",
                file.toString());
        assertEquals(4, faults.size(), faults::toString);
        for (String path : List.of("http.prot", "drain.window", "limits.text", "rooms.active")) {
            assertTrue(faults.stream().anyMatch(fault -> fault.startsWith("config " + path + ": ")), path);
        }
        assertTrue(faults.toString().contains("did you mean port?"), faults::toString);
    }

    @Test
    void whereTheLogIsJsonFaultsAreToo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = String.valueOf(taken.getLocalPort());
            for (Map<String, String> environment : List.of(
                    Map.of("PARLEY_LOG_FORMAT", "json", "PARLEY_HTTP_PORT", "many"),
                    Map.of("PARLEY_LOG_FORMAT", "json", "PARLEY_HTTP_PORT", port))) {
                List<JsonObject> faults =
                        faults(environment).stream().map(JsonObject::new).toList();
                assertEquals(1, faults.size(), faults::toString);
                assertEquals("ERROR", faults.get(0).getString("level"));
                String text = faults.get(0).getString("formattedMessage");
                assertTrue(text.startsWith("config http.port: "), text);
            }
        }
        List<String> faults = faults(Map.of("PARLEY_SECRET", "short"), "--conf", "conf/production.json");
        assertTrue(new JsonObject(faults.get(0)).getString("formattedMessage").startsWith("config auth.secret: "));
    }

    @Test
    void productionNeedsAKey() throws IOException {
        oneFault("auth.secret", "no key", Map.of(), "--conf", "conf/production.json");
        oneFault("auth.secret", "32 bytes", Map.of("PARLEY_SECRET", "short"), "--conf", "conf/production.json");
    }

    @Test
    void aClusterNeedsAStoreToShare() throws IOException {
        oneFault("cluster.enabled", "postgresql://", Map.of("PARLEY_CLUSTER_ENABLED", "true"));
    }

    @Test
    void anUnknownStoreIsNamed() throws IOException {
        String url = "postgresql://parley:hush@localhost:5432/parley";
        List<String> faults = faults(Map.of("PARLEY_STORE_URL", url));
        assertEquals(1, faults.size(), faults::toString);
        assertTrue(faults.get(0).startsWith("config store.url: "), faults::toString);
        assertFalse(faults.get(0).contains("hush"), faults::toString);
    }

    @Test
    void aMissingConfigurationFileIsNamed() throws IOException {
        List<String> faults = faults(Map.of(), "-conf", "conf/nowhere.json");
        assertEquals(1, faults.size(), faults::toString);
        assertTrue(faults.get(0).startsWith("config conf/nowhere.json: no such file"), faults::toString);
    }

    @Test
    void aStoreThatCannotBeOpenedIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("a-file"), "no folder");
        oneFault(
                "store.url",
                "",
                Map.of("PARLEY_STORE_URL", "sqlite:" + file + "/x.db", "PARLEY_AUTH_SECRET", ParleyProcess.SECRET));
    }

    @Test
    void aMissingFolderForTemporaryFilesIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("no-folder"), "a file");
        List<String> faults = faults(Map.of("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + file));
        List<String> told = faults.stream()
                .filter(line -> !line.startsWith("NOTE: ") && !line.startsWith("WARNING: java.io.tmpdir")) // Java's own
                .toList();
        assertEquals(1, told.size(), faults::toString);
        assertTrue(told.get(0).startsWith("config java.io.tmpdir: "), faults::toString);
        assertTrue(told.get(0).contains(file + " ("), faults::toString);
    }

    @Test
    void aSecondProcessOnOneFileIsRefused() throws IOException {
        try (ParleyProcess first = ParleyProcess.node(folder, Map.of())) {
            Path file = folder.resolve("parley.db");
            for (Path name : List.of(
                    file,
                    Files.createSymbolicLink(folder.resolve("symbolic.db"), file),
                    Files.createLink(folder.resolve("hard.db"), file),
                    folder.resolve("parley.db?busy_timeout=5000"))) {
                oneFault("store.url", "", Map.of("PARLEY_STORE_URL", "sqlite:" + name));
            }
            assertEquals(200, first.http(null).get("/health/ready").statusCode());
        }
    }

    @Test
    void anAddressThatCannotBeListenedOnIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            Map<String, String> port = Map.of("PARLEY_HTTP_PORT", String.valueOf(taken.getLocalPort()));
            try (ParleyProcess process = ParleyProcess.run(folder, port)) {
                assertEquals(2, process.exit());
                assertEquals(1, process.err().size(), () -> process.err().toString());
                assertTrue(process.err().get(0).startsWith("config http.port: cannot listen on "));
            }
        }
        oneFault("http.port", "192.0.2.1", Map.of("PARLEY_HTTP_HOST", "192.0.2.1"));
        oneFault("http.host", "no.such.host.invalid", Map.of("PARLEY_HTTP_HOST", "no.such.host.invalid"));
        oneFault("http.trustedProxies", "10.0.0.0/40", Map.of("PARLEY_HTTP_TRUSTED_PROXIES", "[\"10.0.0.0/40\"]"));
    }

    @Test
    void aClusterThatCannotBeJoinedIsNamed() throws IOException {
        String conf = "conf/cluster.json";
        Map<String, String> environment = new HashMap<>(Map.of(
                "PARLEY_STORE_URL",
                "postgresql://parley:hush@127.0.0.1:1/parley",
                "PARLEY_AUTH_SECRET",
                ParleyProcess.SECRET,
                "PARLEY_CLUSTER_PORT",
                String.valueOf(freePort())));
        oneFault("store.url", "127.0.0.1:1/parley cannot be opened", environment, "--conf", conf);
        environment.put("PARLEY_STORE_URL", "postgresql://parley:hush@h:port/parley");
        oneFault("store.url", "is not a URL like ", environment, "--conf", conf);
        environment.put("PARLEY_CLUSTER_HOST", "192.0.2.1");
        oneFault("cluster.host", "192.0.2.1", environment, "--conf", conf);
        environment.put("PARLEY_CLUSTER_HOST", "127.0.0.1");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            environment.put("PARLEY_CLUSTER_PORT", port);
            oneFault("cluster.port", "cannot listen on 127.0.0.1:" + port, environment, "--conf", conf);
        }
    }

    @Test
    void aBadCertificateIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("cert.pem"), "nothing");
        for (String path :
                List.of(file.toString(), folder.resolve("nowhere.pem").toString())) {
            oneFault("http.tls", "", Map.of("PARLEY_HTTP_TLS_CERTIFICATE", path, "PARLEY_HTTP_TLS_KEY", path));
        }
    }

    @Test
    void anUnknownCommandIsNamed() {
        for (String[] arguments : new String[][] {{"nonsense"}, {"--nope"}, {"token"}}) {
            try (ParleyProcess process = ParleyProcess.run(folder, Map.of(), arguments)) {
                assertEquals(2, process.exit());
                assertEquals(1, process.err().size(), () -> process.err().toString());
                assertTrue(process.err().get(0).contains("--help"), () -> process.err()
                        .toString());
            }
        }
    }
}
