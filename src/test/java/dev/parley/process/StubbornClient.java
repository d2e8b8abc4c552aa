package dev.parley.process;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * One user who keeps talking whatever happens to the server: after every reconnect it resumes with {@code since} and sends
 * again, in order and before anything else, what was not acknowledged. It remembers every acknowledgement and the order of
 * all it read. Everything happens on its own thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails is tried again
final class StubbornClient implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int IN_FLIGHT = 3;
    private static final int AGAIN_MS = 20;

    /** What it has read, as the room's log says it. */
    record Seen(long seq, String id) {}

    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "stubborn");
        thread.setDaemon(true);
        return thread;
    });
    private final String user;
    private final String room;
    private final String token;
    private final IntSupplier port;
    private final AtomicLong acks;
    private final Map<String, JsonObject> waiting = new LinkedHashMap<>();
    private final Map<String, Long> acked = new LinkedHashMap<>();
    private final List<Seen> seen = new ArrayList<>();
    private final List<Integer> closes = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private WebSocket socket;
    private boolean ready;
    private boolean talking = true;
    private long last;
    private int next;

    /** {@code port} is asked at every attempt to connect, {@code acks} counts those of all. */
    StubbornClient(String user, String room, String token, IntSupplier port, AtomicLong acks) {
        this.user = user;
        this.room = room;
        this.token = token;
        this.port = port;
        this.acks = acks;
        loop.execute(this::connect);
    }

    private void connect() {
        HTTP.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create("ws://127.0.0.1:" + port.getAsInt() + "/ws"), new Listener())
                .whenComplete((opened, failure) -> loop.execute(() -> {
                    if (failure != null) {
                        again();
                    } else {
                        socket = opened;
                        send(new JsonObject()
                                .put("type", "init")
                                .put("room", room)
                                .put("since", last));
                    }
                }));
    }

    private void again() {
        ready = false;
        socket = null;
        loop.schedule(this::connect, AGAIN_MS, TimeUnit.MILLISECONDS);
    }

    private void send(JsonObject frame) {
        WebSocket to = socket;
        if (to != null) {
            to.sendText(frame.encode(), true).exceptionally(gone -> to);
        }
    }

    private void onFrame(JsonObject frame) {
        switch (frame.getString("type")) {
            case "ready" -> {
                if (frame.getBoolean("reset") || frame.getLong("since") != last) {
                    faults.add(user + " cannot resume after " + last + ": " + frame);
                }
                ready = true;
                waiting.values().forEach(this::send);
                talk();
            }
            case "ack" -> onAck(frame);
            case "message" -> onMessage(frame);
            case "error" -> onError(frame);
            default -> {} // who is here
        }
    }

    private void onAck(JsonObject ack) {
        if (waiting.remove(ack.getString("id")) != null) {
            acked.put(ack.getString("id"), ack.getLong("seq"));
            acks.incrementAndGet();
        } else if (!ack.getLong("seq").equals(acked.get(ack.getString("id")))) {
            faults.add(user + " got another ack for " + ack);
        }
        talk();
    }

    private void onMessage(JsonObject message) {
        long seq = message.getLong("seq");
        if (seq != last + 1) {
            faults.add(user + " read " + seq + " after " + last);
        }
        last = seq;
        seen.add(new Seen(seq, message.getJsonObject("message").getString("id")));
    }

    private void onError(JsonObject error) {
        JsonObject unsent = waiting.get(error.getString("id", ""));
        if (unsent == null || !List.of("unavailable", "overloaded").contains(error.getString("code"))) {
            faults.add(user + " was told " + error);
        } else {
            loop.schedule(() -> send(unsent), AGAIN_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void talk() {
        while (ready && talking && waiting.size() < IN_FLIGHT) {
            String id = user + "-" + next++;
            JsonObject message = new JsonObject()
                    .put("type", "message")
                    .put("room", room)
                    .put("id", id)
                    .put("message", "number " + id);
            waiting.put(id, message);
            send(message);
        }
    }

    /** Says nothing new, but still finishes what it began. */
    void quiet() {
        loop.execute(() -> talking = false);
    }

    /** Whether everything it said is acknowledged and it has read up to {@code seq}. */
    boolean isDone(long seq) {
        return onLoop(() -> waiting.isEmpty() && last >= seq);
    }

    Map<String, Long> acked() {
        return onLoop(() -> Map.copyOf(acked));
    }

    List<Seen> seen() {
        return onLoop(() -> List.copyOf(seen));
    }

    /** The codes with which it was closed. */
    List<Integer> closes() {
        return onLoop(() -> List.copyOf(closes));
    }

    /** What went against the contract; empty is well. */
    List<String> faults() {
        return onLoop(() -> List.copyOf(faults));
    }

    String room() {
        return room;
    }

    private <T> T onLoop(java.util.concurrent.Callable<T> task) {
        try {
            return loop.submit(task).get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        loop.shutdownNow();
        if (socket != null) {
            socket.abort();
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
            text.append(data);
            if (isLast) {
                JsonObject frame = new JsonObject(text.toString());
                text.setLength(0);
                loop.execute(() -> onFrame(frame));
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            ended(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            ended(1006);
        }

        private void ended(int code) {
            if (!loop.isShutdown()) {
                loop.execute(() -> {
                    closes.add(code);
                    again();
                });
            }
        }
    }
}
