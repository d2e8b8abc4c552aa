package dev.parley.capability;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/**
 * One method of one path of the HTTP API. A request comes in authenticated; what fails becomes a problem document.
 *
 * @param path below {@code /api/}, with its parameters in braces: <code>/api/rooms/{room}/guestbook</code>
 * @param scope what it is about, which says who may use it
 * @param bodyMax most bytes of its body; {@code limits.body} bounds all
 */
public record HttpRoute(HttpMethod method, String path, Scope scope, int bodyMax, Handler handler) {

    /** What a request is about. */
    public enum Scope {
        /** Its user. */
        USER,
        /** The room that its path names as <code>{room}</code>, which its user must be allowed to enter. */
        ROOM
    }

    /** Carries out a request: throws or fails with a {@link dev.parley.model.Refusal}. On a gateway's context. */
    @FunctionalInterface
    public interface Handler {
        Future<HttpReply> handle(HttpCall call);
    }

    public HttpRoute {
        if (!path.startsWith("/api/")) {
            throw new IllegalArgumentException("a route must be below /api/: " + path);
        }
        if (scope == Scope.ROOM && !path.contains("{room}")) {
            throw new IllegalArgumentException("a route of a room must name it as {room}: " + path);
        }
    }

    /** A route for GET, and for HEAD. */
    public static HttpRoute get(String path, Scope scope, Handler handler) {
        return new HttpRoute(HttpMethod.GET, path, scope, 0, handler);
    }
}
