package dev.parley.gateway.sockjs;

import dev.parley.model.Code;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request below {@code /eventbus} means, read from its path and method as the library reads them.
 *
 * @param sessionId the SockJS session that the path names; null when it names none
 * @param polls whether it opens a polling client's SockJS session, or polls one
 * @param headType the content type of a HEAD request to which the library has no response; null for all others
 */
record SockJsPath(String path, String sessionId, boolean polls, String headType) {
    /** {@code /eventbus/<server>/<session>/<transport>}. */
    private static final Pattern SESSION_PATH = Pattern.compile("/eventbus/[^/.]+/([^/.]+)/([a-z_]+)/?");

    /**
     * The library would greet at the first; the second is a page for browsers without CORS that loads a script from
     * another site.
     */
    private static final Pattern NOT_SERVED = Pattern.compile("/eventbus|/eventbus/iframe[^/]*");

    /** What is the same for everybody; the library knows it for GET alone. */
    private static final Map<String, String> HEADS = Map.of(
            "/eventbus/", "text/plain; charset=UTF-8",
            "/eventbus/info", "application/json; charset=UTF-8");

    /** Throws {@code not_found} for what is not served here. */
    static SockJsPath of(RoutingContext ctx) {
        String path = ctx.normalizedPath();
        if (NOT_SERVED.matcher(path).matches()) {
            throw Code.NOT_FOUND.refuse("no such resource");
        }
        HttpMethod method = ctx.request().method();
        String headType = HttpMethod.HEAD.equals(method) ? HEADS.get(path) : null;
        Matcher session = SESSION_PATH.matcher(path);
        if (!session.matches()) {
            return new SockJsPath(path, null, false, headType);
        }
        if (session.group(1).indexOf('%') >= 0) {
            throw Code.NOT_FOUND.refuse("a SockJS session's id must be letters and digits");
        }
        boolean polls = session.group(2).matches("xhr|xhr_streaming") && HttpMethod.POST.equals(method);
        return new SockJsPath(path, session.group(1), polls, headType);
    }

    boolean isWebSocket() {
        return path.endsWith("/websocket");
    }

    boolean isHead() {
        return headType != null;
    }

    /** Sends the head that the library sends for GET. */
    void respondToHead(RoutingContext ctx) {
        ctx.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, headType)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store, no-cache, no-transform, must-revalidate, max-age=0")
                .end()
                .onFailure(e -> {}); // the client went away
    }
}
