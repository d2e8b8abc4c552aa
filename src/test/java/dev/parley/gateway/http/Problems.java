package dev.parley.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;

/** What every refused request must look like. */
public final class Problems {
    private Problems() {}

    /** Checks the whole shape (RFC 9457 and our {@code code}). */
    public static void check(int status, String code, HttpResponse<String> response) {
        assertEquals(status, response.statusCode(), response.body());
        assertEquals("application/problem+json", header(response, "content-type"));
        JsonObject problem = new JsonObject(response.body());
        assertEquals(code, problem.getString("code"));
        assertEquals(status, problem.getInteger("status"));
        assertEquals("about:blank", problem.getString("type"));
        assertFalse(problem.getString("title").isBlank());
        assertFalse(problem.getString("detail").isBlank());
    }

    /** A header's value; empty when it is absent. */
    public static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
