package dev.parley.examples;

import dev.parley.api.Parley;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.CountDownLatch;

/**
 * A shop's HTTP service that has a chat: it embeds Parley in its own Vert.x, and says in the room {@code orders} what
 * was ordered. From the top of the project:
 *
 * <pre>{@code
 * mvn -q -Pexample compile exec:exec
 * }</pre>
 *
 * <p>Then open the chat at the address that it prints, enter the room {@code orders}, and order something:
 *
 * <pre>{@code
 * curl -d 'two cups' http://localhost:8081/orders
 * }</pre>
 *
 * <p>Ctrl-C stops the shop and its chat. Arguments: the shop's port, the chat's port (0 takes a free one), and the file
 * of the chat's messages.
 */
public final class OrderDesk {
    private final HttpClient client;
    private final HttpServer shop;
    private final Parley chat;
    private final String token;

    private OrderDesk(HttpClient client, HttpServer shop, Parley chat, String token) {
        this.client = client;
        this.shop = shop;
        this.chat = chat;
        this.token = token;
        shop.requestHandler(this::serve);
    }

    /** Runs until the process is told to end. */
    public static void main(String[] arguments) throws Exception {
        int shopPort = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8081;
        int chatPort = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 8080;
        String file = arguments.length > 2 ? arguments[2] : "data/orders.db";

        Vertx vertx = Vertx.vertx();
        JsonObject config = new JsonObject()
                .put("http", new JsonObject().put("host", "127.0.0.1").put("port", chatPort))
                .put("store", new JsonObject().put("url", "sqlite:" + file))
                // A service that has users would give them tokens of its own instead (auth.keys, auth.jwks).
                .put("auth", new JsonObject().put("secretFile", "secret").put("guests", true))
                .put("drain", new JsonObject().put("window", "1s"));
        HttpClient client = vertx.createHttpClient();
        OrderDesk desk = Parley.embed(vertx, config)
                .compose(chat ->
                        enter(client, chat).map(token -> new OrderDesk(client, vertx.createHttpServer(), chat, token)))
                .compose(made -> made.shop.listen(shopPort, "127.0.0.1").map(made))
                .onFailure(e -> vertx.close())
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        System.out.println(
                "The shop is on http://localhost:" + desk.shop.actualPort() + ", its chat on " + desk.chat.url());

        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            // Not as one chain: it would end on an event loop that is closed by then.
            desk.stop().onComplete(v -> vertx.close().onComplete(closed -> stopped.countDown()));
            try {
                stopped.await();
                System.out.println("The shop is closed.");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        stopped.await();
    }

    /** No more orders; then the chat, which stores what it accepted. */
    private Future<Void> stop() {
        return shop.close().eventually(chat::stop);
    }

    /** Opens a session in the chat for the shop. */
    private static Future<String> enter(HttpClient client, Parley chat) {
        return post(client, chat, "/api/sessions", null, new JsonObject().put("name", "Order desk"))
                .map(session -> session.getString("token"));
    }

    private void serve(HttpServerRequest request) {
        if (!request.method().equals(HttpMethod.POST) || !request.path().equals("/orders")) {
            request.response().setStatusCode(404).end();
            return;
        }
        request.body()
                .map(order -> new JsonObject().put("text", "Ordered: " + order))
                .compose(message -> post(client, chat, "/api/rooms/orders/messages", token, message))
                .onSuccess(stored -> request.response().end("Order " + stored.getLong("seq") + "\n"))
                .onFailure(e -> request.response().setStatusCode(503).end(e.getMessage() + "\n"));
    }

    private static Future<JsonObject> post(HttpClient client, Parley chat, String path, String token, JsonObject body) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI("http://127.0.0.1:" + chat.port() + path);
        if (token != null) {
            options.putHeader("Authorization", "Bearer " + token);
        }
        return client.request(options)
                .compose(request -> request.send(body.toBuffer()))
                .compose(response -> response.body()
                        .compose(answer -> response.statusCode() == 201
                                ? Future.succeededFuture(new JsonObject(answer))
                                : Future.<JsonObject>failedFuture(problem(answer))));
    }

    private static String problem(Buffer answer) {
        return "The chat refused: " + answer;
    }
}
