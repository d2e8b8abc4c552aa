package dev.parley.gateway.http.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The descriptions of the API are there for everyone. */
class ApiDocumentRoutesTest {
    private static final List<String> PATHS = List.of("/api/openapi.json", "/api/asyncapi.json");

    @AutoClose
    private static final TestNode node = TestNode.start(Map.of("PARLEY_HTTP_ORIGINS", "[\"https://docs.example\"]"));

    private static final TestHttp anybody = node.http(null);

    @Test
    void theyNeedNoToken() {
        HttpResponse<String> openApi = anybody.get("/api/openapi.json");
        assertEquals(200, openApi.statusCode());
        assertEquals("application/json", header(openApi, "content-type"));
        assertEquals("3.1.0", new JsonObject(openApi.body()).getString("openapi"));
        HttpResponse<String> asyncApi = anybody.get("/api/asyncapi.json");
        assertEquals(200, asyncApi.statusCode());
        assertEquals("3.0.0", new JsonObject(asyncApi.body()).getString("asyncapi"));
    }

    @Test
    void aClientThatHasThemIsToldSo() {
        for (String path : PATHS) {
            String tag = header(anybody.get(path), "etag");
            HttpResponse<String> same = anybody.get(path, "If-None-Match", "\"other\", W/" + tag);
            assertEquals(304, same.statusCode());
            assertEquals("", same.body());
            assertEquals(tag, header(same, "etag"));
            assertEquals(200, anybody.get(path, "If-None-Match", "\"other\"").statusCode());
        }
    }

    @Test
    void headIsGetWithoutABody() {
        for (String path : PATHS) {
            HttpResponse<String> get = anybody.get(path);
            HttpResponse<String> head = anybody.send("HEAD", path, null);
            assertEquals(200, head.statusCode());
            assertEquals("", head.body());
            int bytes = get.body().getBytes(StandardCharsets.UTF_8).length;
            assertEquals(String.valueOf(bytes), header(head, "content-length"));
            assertEquals(header(get, "etag"), header(head, "etag"));
        }
    }

    @Test
    void pagesOfAllowedOriginsMayReadThem() {
        for (String path : PATHS) {
            HttpResponse<String> allowed = anybody.get(path, "Origin", "https://docs.example");
            assertEquals("https://docs.example", header(allowed, "access-control-allow-origin"));
            assertEquals(
                    403, anybody.get(path, "Origin", "https://evil.example").statusCode());
        }
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
