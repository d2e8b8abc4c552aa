package dev.parley.testing;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A WebSocket client for tests: sends frames, keeps every frame that came in order, and waits for what a test expects.
 * Waiting takes frames from the front: what was waited for and what came before it is behind.
 */
public final class TestSocket implements AutoCloseable {
    private static final long PATIENCE_MS = 15_000;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final List<JsonObject> received = new ArrayList<>();
    private final Object lock = new Object();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private volatile String closeReason = "";
    private int next;
    private WebSocket socket;

    private TestSocket() {}

    /** Connects with the token in the {@code Authorization} header. Throws if the upgrade is refused. */
    public static TestSocket connect(int port, String path, String token) {
        return connectTo("ws://127.0.0.1:" + port + path, token);
    }

    /** The same, anywhere. */
    public static TestSocket connectTo(String url, String token) {
        TestSocket client = new TestSocket();
        WebSocket.Builder builder = CLIENT.newWebSocketBuilder();
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        client.socket =
                builder.buildAsync(URI.create(url), client.new Listener()).join();
        return client;
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                synchronized (lock) {
                    received.add(new JsonObject(text.toString()));
                    lock.notifyAll();
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            end(code, reason);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            end(1006, String.valueOf(error));
        }

        private void end(int code, String reason) {
            closeReason = reason;
            closed.complete(code);
            synchronized (lock) {
                lock.notifyAll();
            }
        }
    }

    /** Sends a frame; frames go out in the order of the calls. */
    public TestSocket send(JsonObject frame) {
        return sendText(frame.encode());
    }

    public TestSocket sendText(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    public TestSocket sendBinary(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
        return this;
    }

    /** A frame of a type with fields, name and value in turn. */
    public static JsonObject frame(String type, Object... fields) {
        JsonObject json = new JsonObject().put("type", type);
        for (int i = 0; i < fields.length; i += 2) {
            json.put((String) fields[i], fields[i + 1]);
        }
        return json;
    }

    public TestSocket send(String type, Object... fields) {
        return send(frame(type, fields));
    }

    /** Enters a room and returns its {@code ready}. */
    public JsonObject enter(String room) {
        return send("init", "room", room).await("ready");
    }

    /** Says something and returns its {@code ack}. */
    public JsonObject say(String room, String id, String text) {
        send("message", "room", room, "id", id, "message", text);
        return await(f -> id.equals(f.getString("id")) && !"message".equals(f.getString("type")));
    }

    /** The next frame of this type. */
    public JsonObject await(String type) {
        return await(f -> type.equals(f.getString("type")), type);
    }

    public JsonObject await(Predicate<JsonObject> wanted) {
        return await(wanted, "a frame");
    }

    private JsonObject await(Predicate<JsonObject> wanted, String what) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        synchronized (lock) {
            while (true) {
                while (next < received.size()) {
                    JsonObject frame = received.get(next++);
                    if (wanted.test(frame)) {
                        return frame;
                    }
                }
                long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (leftMs <= 0 || closed.isDone()) {
                    throw new AssertionError("no " + what + " came"
                            + (closed.isDone() ? ", closed " + closed.join() : "") + "; got " + received);
                }
                try {
                    lock.wait(leftMs);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    /** Every frame so far, also those that were waited for. */
    public List<JsonObject> all() {
        synchronized (lock) {
            return List.copyOf(received);
        }
    }

    /** The code with which the server closes. */
    public int awaitClose() {
        try {
            return closed.orTimeout(PATIENCE_MS, TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            throw new AssertionError("not closed; got " + all(), e);
        }
    }

    public String closeReason() {
        return closeReason;
    }

    public boolean isOpen() {
        return !closed.isDone();
    }

    /** Reads nothing more and cuts the connection without a word, as a dead client does. */
    public void abort() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
