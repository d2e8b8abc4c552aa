package dev.parley.gateway.socket;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.testing.TestConfig;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection after its upgrade, between a real server and a real client. */
class WebSocketChannelTest {
    private static final List<String> WITHOUT_DEFLATE =
            List.of("wsdecoder", "wsencoder", "frameConformance", "handler", "DefaultChannelPipeline$TailContext#0");

    private final Vertx vertx = Vertx.vertx();
    private final Promise<WebSocketChannel> upgraded = Promise.promise();
    private final Promise<List<String>> handlers = Promise.promise();
    private final Promise<Context> receivedOn = Promise.promise();
    private final Promise<Void> ended = Promise.promise();
    private Context home;
    /** Held here: what nobody holds is closed when it is collected. */
    private WebSocketClient browser;

    private HttpServer server;

    @AfterEach
    void stop() throws Exception {
        await(vertx.close());
    }

    private WebSocket connect() throws Exception {
        ConnectionPipeline pipeline =
                new ConnectionPipeline(TestConfig.standard().http(), 1000);
        Promise<HttpServer> listening = Promise.promise();
        home = vertx.getOrCreateContext();
        home.runOnContext(v -> vertx.createHttpServer(
                        new HttpServerOptions().setIdleTimeout(120).setStrictThreadMode(true))
                .connectionHandler(pipeline::extend)
                .requestHandler(this::upgrade)
                .listen(0, "127.0.0.1")
                .onComplete(listening));
        server = await(listening.future());
        browser = vertx.createWebSocketClient();
        return await(browser.connect(server.actualPort(), "127.0.0.1", "/"));
    }

    private void upgrade(HttpServerRequest request) {
        request.toWebSocket()
                .map(socket -> ConnectionPipeline.takeOver(request.connection()))
                .onSuccess(end -> end.receiver(new WebSocketChannel.Receiver() {
                    @Override
                    public void handle(WebSocketFrame frame) {
                        if (frame instanceof TextWebSocketFrame) {
                            handlers.tryComplete(end.channel().pipeline().names());
                            receivedOn.tryComplete(Vertx.currentContext());
                        }
                    }

                    @Override
                    public void onEnd() {
                        ended.complete(); // twice would throw
                    }
                }))
                .onComplete(upgraded);
    }

    @Test
    void nothingStaysOfTheRequest() throws Exception {
        await(connect().writeTextMessage("hello"));
        assertEquals(WITHOUT_DEFLATE, await(handlers.future()));
        assertEquals(home, await(receivedOn.future()));
    }

    @Test
    void whoEndsIsAnsweredAndNoticed() throws Exception {
        WebSocket client = connect();
        await(client.close((short) 4001, "enough"));
        await(ended.future());
        assertEquals((short) 4001, client.closeStatusCode());
    }

    @Test
    void theServersEndIsSaid() throws Exception {
        WebSocket client = connect();
        Promise<Void> closed = Promise.promise();
        client.closeHandler(closed::complete);
        await(upgraded.future()).channel().channel().close().sync();
        await(ended.future());
        await(closed.future());
        assertEquals((short) 1000, client.closeStatusCode());
    }
}
