package dev.parley.gateway.http.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.gateway.http.Problems;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestNode;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code POST /internal/rooms/{room}/invalidate-cache}. */
class CacheRoutesTest {
    @AutoClose
    private static final TestNode node = TestNode.start();

    private static HttpResponse<String> invalidate(TestHttp by, String room) {
        return by.send("POST", "/internal/rooms/" + room + "/invalidate-cache", null);
    }

    private static TestHttp as(String role, String... rooms) {
        return node.http(node.token("x", role, List.of(rooms), Duration.ofHours(1)));
    }

    @Test
    void servicesAndAdminsMay() {
        for (String role : List.of("service", "admin")) {
            for (String room : List.of("main", "assistant:ann", "never-was")) {
                HttpResponse<String> done = invalidate(as(role), room);
                assertEquals(200, done.statusCode(), done.body());
                assertEquals(new JsonObject("{\"success\": true}"), new JsonObject(done.body()));
            }
        }
        Problems.check(404, "not_found", as("admin").get("/api/rooms/never-was"));
    }

    @Test
    void othersAreRefused() {
        for (String role : List.of("guest", "member", "moderator")) {
            Problems.check(403, "forbidden", invalidate(as(role), "main"));
            Problems.check(403, "forbidden", invalidate(as(role), "assistant:me"));
        }
        Problems.check(403, "forbidden", invalidate(as("service", "team-*"), "main"));
        Problems.check(403, "forbidden", invalidate(as("service", "*", "!assistant:*"), "assistant:ann"));
        Problems.check(401, "unauthorized", invalidate(node.http(null), "main"));
        Problems.check(400, "bad_frame", invalidate(as("service"), ".main"));
        HttpResponse<String> foreign = as("service")
                .send("POST", "/internal/rooms/main/invalidate-cache", null, "Origin", "https://elsewhere.example");
        Problems.check(403, "forbidden", foreign);
    }
}
