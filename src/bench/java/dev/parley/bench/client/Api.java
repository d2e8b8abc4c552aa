package dev.parley.bench.client;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** The server's HTTP API, asked as the users of a {@link Crowd}. On the loop, unless told otherwise. */
public final class Api implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int ERRORS_FROM = 300;

    private final Loop loop;
    private final TargetServers targetServers;
    private final HttpClient client;

    public Api(Loop loop, TargetServers targetServers) {
        this.loop = loop;
        this.targetServers = targetServers;
        this.client = loop.vertx().createHttpClient();
    }

    /** Whom the server takes the connection with this number for. */
    public String user(int connection) {
        String claims = targetServers.tokens().of(connection).split("\\.", -1)[1];
        return new JsonObject(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8))
                .getString("sub");
    }

    /**
     * Sends a request as that user; fails with {@link BenchFailure} when it was refused. An empty answer is {@code {}}.
     */
    public Future<JsonObject> send(int connection, HttpMethod method, String path, JsonObject body) {
        Endpoint endpoint = targetServers.endpoint(connection);
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(endpoint.host())
                .setPort(endpoint.port())
                .setURI(path)
                .putHeader("Authorization", "Bearer " + targetServers.tokens().of(connection));
        return client.request(options)
                .compose(request -> body == null
                        ? request.send()
                        : request.putHeader("Content-Type", "application/json").send(body.toBuffer()))
                .compose(response -> response.body().compose(answer -> read(method + " " + path, response, answer)));
    }

    private static Future<JsonObject> read(String what, HttpClientResponse response, Buffer answer) {
        if (response.statusCode() >= ERRORS_FROM) {
            return Future.failedFuture(
                    new BenchFailure("the server answered " + what + " with " + response.statusCode() + ": " + answer));
        }
        return Future.succeededFuture(answer.length() == 0 ? new JsonObject() : new JsonObject(answer));
    }

    /** The same from the command's thread, which waits for the answer. */
    @CanIgnoreReturnValue
    public JsonObject ask(int connection, HttpMethod method, String path, JsonObject body) {
        return loop.await(() -> send(connection, method, path, body), ANSWER);
    }

    @Override
    public void close() {
        loop.await(client::close, ANSWER);
    }
}
