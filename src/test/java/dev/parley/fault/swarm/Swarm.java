package dev.parley.fault.swarm;

import static dev.parley.testing.Futures.await;

import dev.parley.fault.history.ClientHistory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Many users who talk at a set rate, on two threads. Every second one comes in by the bridge. */
public final class Swarm implements AutoCloseable {
    private static final int FRAME_MAX = 8 * 1024 * 1024;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    private final List<SwarmClient> clients = new ArrayList<>();
    private final List<Talker> talkers = new ArrayList<>();

    /** Returns when all clients are told to connect. */
    public Swarm(Load load, List<String> nodes) {
        WebSocketClient sockets = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxConnections(100_000)
                .setMaxFrameSize(FRAME_MAX)
                .setMaxMessageSize(FRAME_MAX)
                .setConnectTimeout(2000)
                .setClosingTimeout(1));
        List<Future<String>> started = new ArrayList<>();
        for (int i = 0; i < load.clients(); i++) {
            String user = "user" + i;
            // Rooms are shared out by number as well: within each, both doors are used.
            Door door = (i + i / load.rooms()) % 2 == 0 ? Door.SOCKET : Door.BRIDGE;
            Talker talker = new Talker(user, load, load.seed() * 31 + i);
            SwarmClient client = new SwarmClient(
                    sockets,
                    nodes,
                    i % 3,
                    Tokens.of(user),
                    door,
                    load.roomsOf(i),
                    new ClientHistory(user, door.toString()),
                    talker,
                    load.seed() * 37 + i);
            talkers.add(talker);
            clients.add(client);
            started.add(vertx.deployVerticle(client));
        }
        await(Future.all(started));
    }

    /** Nobody says anything new; what was begun is finished. */
    public void quiet() {
        talkers.forEach(Talker::quiet);
    }

    /** Waits until all that was said is answered for good; false when that takes longer. */
    public boolean isAnsweredWithin(Duration bound) {
        return within(bound, () -> waiting() == 0);
    }

    /** Waits until all have read their rooms up to these; false when that takes longer. */
    public boolean isReadWithin(Duration bound, Map<String, Long> lasts) {
        return within(bound, () -> clients.stream().allMatch(client -> client.readings().entrySet().stream()
                .allMatch(reading -> !reading.getValue().hasGap()
                        && reading.getValue().applied() >= lasts.getOrDefault(reading.getKey(), 0L))));
    }

    private static boolean within(Duration bound, BooleanSupplier holds) {
        long deadline = System.nanoTime() + bound.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return true;
    }

    /** How many messages are not answered for good. */
    public int waiting() {
        return clients.stream()
                .flatMap(client -> client.lanes().values().stream())
                .mapToInt(Lane::waiting)
                .sum();
    }

    /** Users whom a close code told not to come back. */
    public List<String> stuck() {
        return clients.stream()
                .filter(SwarmClient::isStuck)
                .map(client -> client.history().toString())
                .toList();
    }

    public List<ClientHistory> histories() {
        return clients.stream().map(SwarmClient::history).toList();
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
