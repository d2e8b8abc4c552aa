package dev.parley.capability;

import dev.parley.access.Action;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;

/**
 * One method of one path of the HTTP API. A request comes in authenticated; what fails becomes a problem document.
 *
 * @param path below {@code /api/}, with its parameters in braces: <code>/api/rooms/{room}/turns</code>
 * @param inRoom what the user must be allowed to do in the room that the path names as <code>{room}</code>; absent for
 *     a route that is about no room, or about one that the handler asks for
 * @param bodyMax most bytes of its body where the handler reads it; {@code limits.body} bounds all
 */
public record HttpRoute(HttpMethod method, String path, Optional<Action> inRoom, int bodyMax, Handler handler) {

    /** Carries out a request: throws or fails with a {@link dev.parley.model.Refusal}. On a gateway's context. */
    @FunctionalInterface
    public interface Handler {
        Future<HttpReply> handle(HttpCall call);
    }

    public HttpRoute {
        if (!path.startsWith("/api/")) {
            throw new IllegalArgumentException("a route must be below /api/: " + path);
        }
        if (inRoom.isPresent() && !path.contains("{room}")) {
            throw new IllegalArgumentException("a route in a room must name it as {room}: " + path);
        }
    }

    /** For GET, and for HEAD; about its user. */
    public static HttpRoute get(String path, Handler handler) {
        return new HttpRoute(HttpMethod.GET, path, Optional.empty(), 0, handler);
    }

    /** For GET, and for HEAD; about a room. */
    public static HttpRoute get(String path, Action inRoom, Handler handler) {
        return new HttpRoute(HttpMethod.GET, path, Optional.of(inRoom), 0, handler);
    }
}
