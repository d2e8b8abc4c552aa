package dev.parley.testing;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A WebSocket client that reads only as many messages as it was told to. */
public final class SlowSocket implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final List<JsonObject> received = new CopyOnWriteArrayList<>();
    private final WebSocket socket;
    private volatile int closeCode;
    private volatile boolean fast;

    public SlowSocket(TestNode node, String user) {
        socket = CLIENT.newWebSocketBuilder()
                .header("Authorization", "Bearer " + node.token(user))
                .buildAsync(URI.create("ws://127.0.0.1:" + node.port() + "/ws"), new Listener())
                .join();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void onOpen(WebSocket from) {
            // nothing is read before it is asked for
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                received.add(new JsonObject(text.toString()));
                text.setLength(0);
            }
            if (!last || fast) {
                from.request(1);
            }
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closeCode = code;
            return null;
        }
    }

    public SlowSocket send(String type, Object... fields) {
        socket.sendText(TestSocket.frame(type, fields).encode(), true).join();
        return this;
    }

    /** Reads so many messages more. */
    public SlowSocket read(int messages) {
        socket.request(messages);
        return this;
    }

    /** Reads all there is from now on. */
    public SlowSocket readAll() {
        fast = true;
        socket.request(1);
        return this;
    }

    public List<JsonObject> all() {
        return List.copyOf(received);
    }

    /** 0 while it is open. */
    public int closeCode() {
        return closeCode;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
