package dev.parley.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.fault.nodes.NodeProcess;
import dev.parley.fault.swarm.Tokens;
import dev.parley.testing.Frames;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;

/** Whose room it is, asked at a newer node: refused while an older one is there, later done. */
record MembershipGate(String prefix, NodeProcess at) {
    /** A request of somebody's; {@code done} is the status with which it is done. */
    private record Request(String user, String method, String path, JsonObject body, int done) {}

    void checkRefused() {
        for (Request request : requests("no-such-token")) {
            HttpResponse<String> answer = send(request);
            assertEquals(503, answer.statusCode(), () -> request + " got " + answer.body());
            assertEquals("unavailable", new JsonObject(answer.body()).getString("code"), request::toString);
        }
        HttpResponse<String> rooms = at.http(Tokens.of("ann")).get("/api/rooms/" + prefix + "-den");
        assertEquals(404, rooms.statusCode(), () -> "a refused request made a room: " + rooms.body());
    }

    void checkDone() {
        JsonObject closed = new JsonObject().put("access", "private");
        Frames.until(
                "the level is reached",
                () -> send(new Request("ann", "PUT", den(), closed, 201)).statusCode() / 100 == 2);
        String token = new JsonObject(done(new Request("ann", "POST", den() + "/invitations", new JsonObject(), 201)))
                .getString("token");
        requests(token).forEach(this::done);
        assertEquals(404, at.http(Tokens.of("ann")).get(den()).statusCode(), "it was deleted");
    }

    private String den() {
        return "/api/rooms/" + prefix + "-den";
    }

    /** In an order in which each can be done. */
    private List<Request> requests(String token) {
        JsonObject member = new JsonObject().put("role", "member");
        return List.of(
                new Request("ann", "PUT", den(), new JsonObject().put("access", "private"), 200),
                new Request(
                        "ann",
                        "PUT",
                        den(),
                        new JsonObject().put("title", "Den").put("slowMode", "1s"),
                        200),
                new Request("ann", "PUT", den() + "/members/bob", member, 201),
                new Request("ann", "POST", den() + "/invitations", new JsonObject().put("role", "reader"), 201),
                new Request("cid", "POST", "/api/invitations/" + token, null, 200),
                new Request("ann", "POST", den() + "/mutes/bob", null, 200),
                new Request("ann", "DELETE", den() + "/mutes/bob", null, 204),
                new Request("ann", "POST", den() + "/kicks/bob", new JsonObject().put("for", "5s"), 200),
                new Request("ann", "DELETE", den() + "/members/bob", null, 204),
                new Request("ann", "PUT", den(), new JsonObject().put("retention", "1h"), 200),
                new Request(
                        "ann", "POST", "/api/direct", new JsonObject().put("users", new JsonArray().add("bob")), 201),
                new Request("ann", "DELETE", den(), null, 204));
    }

    @CanIgnoreReturnValue
    private String done(Request request) {
        HttpResponse<String> answer = send(request);
        assertTrue(answer.statusCode() == request.done(), () -> request + " got " + answer + answer.body());
        return answer.body();
    }

    private HttpResponse<String> send(Request request) {
        String body = request.body() == null ? null : request.body().encode();
        return at.http(Tokens.of(request.user())).send(request.method(), request.path(), body);
    }
}
