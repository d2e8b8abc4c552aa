package dev.parley.ai.tool.mcp;

import dev.parley.ai.tool.mcp.McpFault.Kind;
import dev.parley.config.McpConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;

/**
 * Opens sessions with one server: its URL, its headers and its token, which may stand in a file that is read each time.
 *
 * <p>The token goes to no other address, as redirects are not followed. Runs on the server's context.
 */
final class McpEndpoint {
    private final Vertx vertx;
    private final HttpClient client;
    private final McpConfig config;

    McpEndpoint(Vertx vertx, HttpClient client, McpConfig config) {
        this.vertx = vertx;
        this.client = client;
        this.config = config;
    }

    /**
     * A new session; fails with a {@link McpFault}.
     *
     * @param onToolsChanged runs when the server says that its list of tools has changed
     */
    Future<McpSession> open(Duration timeout, Runnable onToolsChanged) {
        return token().compose(token -> McpSession.open(vertx, client, options(token), timeout, onToolsChanged));
    }

    private Future<String> token() {
        if (config.tokenFile().isEmpty()) {
            return Future.succeededFuture(config.token());
        }
        return vertx.fileSystem()
                .readFile(config.tokenFile())
                .map(Buffer::toString)
                .map(String::strip)
                .recover(failure -> Future.failedFuture(new McpFault(Kind.AWAY, "its tokenFile cannot be read")));
    }

    private RequestOptions options(String token) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(config.url())
                .setFollowRedirects(false)
                .putHeader("Content-Type", "application/json")
                .putHeader("Accept", "application/json, text/event-stream");
        for (String header : config.headers()) {
            int colon = header.indexOf(':');
            options.putHeader(
                    header.substring(0, colon), header.substring(colon + 1).strip());
        }
        return token.isEmpty() ? options : options.putHeader("Authorization", "Bearer " + token);
    }
}
