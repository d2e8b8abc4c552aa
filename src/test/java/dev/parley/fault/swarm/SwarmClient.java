package dev.parley.fault.swarm;

import dev.parley.fault.history.ClientHistory;
import dev.parley.fault.history.Observation.Closed;
import dev.parley.fault.history.Observation.Failed;
import dev.parley.fault.history.Observation.Opened;
import dev.parley.model.Code;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * One user who keeps the client's side of the contract, whatever happens to the servers: resumes with {@code since}, sends
 * again what was not answered, obeys {@code retryAfterMs} and close codes, and goes to another node when its own is gone. A
 * node that says nothing although it is pinged is gone as well.
 */
final class SwarmClient extends VerticleBase implements Link {
    private static final long TICK_MS = 250;
    private static final long PING_NS = TimeUnit.MILLISECONDS.toNanos(1000);
    private static final long SILENCE_NS = TimeUnit.MILLISECONDS.toNanos(3000);
    private static final long ANSWER_NS = TimeUnit.SECONDS.toNanos(12);
    private static final int CONNECT_MS = 3000;
    private static final int GONE_BY_ITSELF = 0;

    private final WebSocketClient sockets;
    private final List<String> nodes;
    private final String token;
    private final Door door;
    private final ClientHistory history;
    private final Random random;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Map<String, Reading> readings = new LinkedHashMap<>();
    private int node;
    private int connection;
    private int failures;
    private WebSocket socket;
    private boolean isOver;
    private long heardAt;
    private long pingedAt;
    private volatile boolean isStuck;
    private final Talker talker;

    SwarmClient(
            WebSocketClient sockets,
            List<String> nodes,
            int home,
            String token,
            Door door,
            List<String> rooms,
            ClientHistory history,
            Talker talker,
            long seed) {
        this.talker = talker;
        this.sockets = sockets;
        this.nodes = nodes;
        this.node = home % nodes.size();
        this.token = token;
        this.door = door;
        this.history = history;
        this.random = new Random(seed);
        rooms.forEach(room -> {
            lanes.put(room, new Lane(this, history));
            readings.put(room, new Reading(this, room, history));
        });
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(TICK_MS, t -> tick());
        connect();
        talk();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        isOver = true;
        drop();
        return Future.succeededFuture();
    }

    private void talk() {
        later(talker.pauseMs(), () -> {
            talker.next(lanes);
            talk();
        });
    }

    Map<String, Lane> lanes() {
        return lanes;
    }

    Map<String, Reading> readings() {
        return readings;
    }

    ClientHistory history() {
        return history;
    }

    /** A close code told it not to come back; from any thread. */
    boolean isStuck() {
        return isStuck;
    }

    @Override
    public int connection() {
        return connection;
    }

    @Override
    public void later(long ms, Runnable task) {
        vertx.setTimer(Math.max(1, ms), t -> task.run());
    }

    @Override
    public void send(JsonObject frame) {
        if (socket != null) {
            door.wrap(frame)
                    .forEach(text -> socket.writeTextMessage(text.encode()).onFailure(gone -> {}));
        }
    }

    private void connect() {
        if (isOver) {
            return;
        }
        int attempt = ++connection;
        String base = nodes.get(node);
        URI uri = URI.create(base);
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(uri.getHost())
                .setPort(uri.getPort())
                .setURI(door.path())
                .addHeader("Authorization", "Bearer " + token);
        options.setTimeout(CONNECT_MS);
        sockets.connect(options).onComplete(done -> {
            if (isOver || attempt != connection) {
                done.map(WebSocket::close);
            } else if (done.succeeded()) {
                opened(done.result(), attempt, base);
            } else {
                refused(done.cause());
            }
        });
        later(CONNECT_MS + 500, () -> {
            if (attempt == connection && socket == null) {
                gone(GONE_BY_ITSELF, "the node did not answer the upgrade");
            }
        });
    }

    private void refused(Throwable why) {
        if (why instanceof UpgradeRejectedException rejected && rejected.getStatus() < 429) {
            history.add(new Failed(System.nanoTime(), connection, "upgrade", String.valueOf(rejected.getStatus())));
        }
        gone(GONE_BY_ITSELF, "not connected: " + why.getMessage());
    }

    private void opened(WebSocket opened, int attempt, String base) {
        socket = opened;
        heardAt = System.nanoTime();
        history.add(new Opened(heardAt, attempt, base));
        opened.textMessageHandler(text -> {
            if (attempt == connection) {
                heardAt = System.nanoTime();
                receive(door.unwrap(new JsonObject(text)));
            }
        });
        opened.exceptionHandler(broken -> {});
        opened.closeHandler(v -> {
            if (attempt == connection) {
                gone(opened.closeStatusCode() == null ? 1006 : opened.closeStatusCode(), opened.closeReason());
            }
        });
        readings.values().forEach(Reading::enter);
    }

    private void tick() {
        long now = System.nanoTime();
        if (socket == null) {
            return;
        }
        if (now - heardAt > SILENCE_NS) {
            gone(GONE_BY_ITSELF, "the node is silent");
        } else if (hasUnansweredSince(now - ANSWER_NS)) {
            gone(GONE_BY_ITSELF, "the node answers pings, but not everything");
        } else if (now - pingedAt > PING_NS) {
            pingedAt = now;
            String room = readings.keySet().iterator().next();
            send(new JsonObject().put("type", "ping").put("room", room).put("id", "ping"));
        }
    }

    private boolean hasUnansweredSince(long before) {
        return lanes.values().stream().anyMatch(lane -> lane.hasUnansweredSince(before))
                || readings.values().stream().anyMatch(reading -> reading.hasUnansweredSince(before));
    }

    private void drop() {
        if (socket != null) {
            socket.close().onFailure(gone -> {});
            socket = null;
        }
    }

    private void gone(int code, String why) {
        history.add(new Closed(System.nanoTime(), connection, code, why));
        failures = socket == null ? failures + 1 : 0;
        drop();
        connection++; // whatever still comes of it is not heard
        lanes.values().forEach(Lane::shut);
        readings.values().forEach(Reading::shut);
        if (!ClosePolicy.reconnects(code)) {
            isStuck = true;
            return;
        }
        node = (node + 1) % nodes.size();
        long asked = ClosePolicy.retryAfterMs(why);
        long backOff = Math.min(1000, 50L << Math.min(failures, 5));
        later(asked >= 0 ? asked : backOff / 2 + random.nextInt((int) backOff), this::connect);
    }

    private void receive(JsonObject frame) {
        String type = frame.getString("type");
        Reading reading = readings.get(frame.getString("room", ""));
        switch (type) {
            case "ready" -> {
                reading.ready(frame);
                lanes.get(frame.getString("room")).open();
            }
            case "ack" -> lanes.get(frame.getString("room")).acked(frame);
            case "message", "complete" -> reading.received(frame);
            case "chunk" -> reading.chunk(frame);
            case "messages_loaded" -> reading.loaded(frame);
            case "resync" -> reading.resync();
            case "error" -> failed(frame, reading);
            default -> {} // who is here, and pongs
        }
    }

    private void failed(JsonObject error, Reading reading) {
        String id = error.getString("id", "");
        Optional<Lane> asked = // what was refused at once may be told without its room
                lanes.values().stream().filter(lane -> lane.knows(id)).findFirst();
        if (asked.isPresent()) {
            asked.get().refused(error);
            return;
        }
        String code = error.getString("code");
        history.add(new Failed(System.nanoTime(), connection, id, code));
        if (reading == null || !isRetried(code)) {
            return;
        }
        int attempt = connection;
        later(error.getLong("retryAfterMs", 100L + random.nextInt(200)), () -> {
            if (attempt == connection && socket != null) {
                again(id, reading);
            }
        });
    }

    private static boolean isRetried(String code) {
        return Code.valueOf(code.toUpperCase(Locale.ROOT)).retry();
    }

    private static void again(String id, Reading reading) {
        if (id.equals("init")) {
            reading.enter();
        } else if (id.equals("load")) {
            reading.load();
        }
    }
}
