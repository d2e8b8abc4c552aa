package dev.parley.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.ParleyProcess;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestSocket;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web client comes from the jar alone, whatever lies in the folder that the node runs in, and until it ends. */
class WebFilesIT {
    private static final String SECRET = "S=1 of the operator";

    @TempDir
    Path folder;

    @Test
    void theWorkingFolderIsNobodysBusiness() throws IOException {
        Path web = Files.createDirectories(folder.resolve("web"));
        Path assets = Files.createDirectories(web.resolve("assets"));
        Path webjar = Files.createDirectories(folder.resolve("META-INF/resources/webjars/sockjs-client/1.6.1/dist"));
        Path secret = Files.writeString(folder.resolve("secret.txt"), SECRET);
        for (Path file : List.of(
                web.resolve(".env"),
                web.resolve("index.html"),
                web.resolve("new.txt"),
                web.resolve("plain"),
                assets.resolve("app.js"),
                webjar.resolve("sockjs.min.js"))) {
            Files.writeString(file, SECRET);
        }
        Files.createSymbolicLink(web.resolve("link.txt"), secret);
        Files.createSymbolicLink(web.resolve("folder"), folder);
        try (ParleyProcess node = ParleyProcess.node(folder, Map.of())) {
            TestHttp http = node.http(null);
            for (String path : List.of(
                    "/",
                    "/index.html",
                    "/.env",
                    "/%2eenv",
                    "/new.txt",
                    "/plain",
                    "/assets/app.js",
                    "/link.txt",
                    "/folder/secret.txt",
                    "/web/.env",
                    "/secret.txt",
                    "/assets/",
                    "/webjars/sockjs-client/sockjs.min.js",
                    "/parley.db")) {
                assertFalse(http.get(path).body().contains(SECRET), path);
            }
            assertEquals(404, http.get("/.env").statusCode());
            assertEquals(404, http.get("/link.txt").statusCode());
            assertTrue(http.get("/").body().contains("<title>"));
            assertTrue(http.get("/assets/app.js").body().contains("import"));
        }
    }

    @Test
    void pagesWorkWhileTheNodeDrains() {
        try (ParleyProcess node = ParleyProcess.node(folder, Map.of("PARLEY_DRAIN_WINDOW", "10s"));
                TestSocket socket = TestSocket.connect(
                        node.port(), "/ws?access_token=" + node.guest().getString("token"), null)) {
            socket.enter("main");
            TestHttp http = node.http(null);
            node.terminate();
            while (http.get("/health/ready").statusCode() == 200) {
                Thread.onSpinWait();
            }
            for (String path : List.of("/", "/assets/app.js", "/bridge.html", "/webjars/sockjs-client/sockjs.min.js")) {
                HttpResponse<String> page = http.get(path);
                assertEquals(200, page.statusCode(), path);
                assertFalse(page.body().isEmpty());
            }
            assertEquals(List.of(), node.complaints());
        }
    }
}
