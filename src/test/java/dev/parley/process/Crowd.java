package dev.parley.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.fault.swarm.Tokens;
import dev.parley.testing.ParleyProcess;
import dev.parley.testing.TestHttp;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Many users who talk in a few rooms of a node that is stopped and started again on the same data. */
final class Crowd implements AutoCloseable {
    private static final List<String> ROOMS = List.of("one", "two", "three");
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "PARLEY_LIMITS_REPLAY", "1000000", "PARLEY_ROOMS_IDLE_TIMEOUT", "60s", "PARLEY_DRAIN_WINDOW", "500ms");
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    private final Path folder;
    private final AtomicLong acks = new AtomicLong();
    private final List<StubbornClient> clients = new ArrayList<>();
    private volatile ParleyProcess node;

    Crowd(Path folder, int users) {
        this.folder = folder;
        restart();
        for (int i = 0; i < users; i++) {
            String user = "user" + i;
            clients.add(
                    new StubbornClient(user, ROOMS.get(i % ROOMS.size()), Tokens.of(user), () -> node.port(), acks));
        }
    }

    /** Starts the node on what the one before left. */
    void restart() {
        node = ParleyProcess.node(folder, ENVIRONMENT);
    }

    ParleyProcess node() {
        return node;
    }

    List<StubbornClient> clients() {
        return clients;
    }

    /** Returns when so many more messages were acknowledged. */
    void talk(int more) {
        long enough = acks.get() + more;
        await("acknowledgements", () -> acks.get() >= enough);
    }

    /** Everybody finishes; then what they were told is compared with what is stored. */
    void check() {
        clients.forEach(StubbornClient::quiet);
        TestHttp reader = node.http(Tokens.of("reader"));
        await("all is acknowledged", () -> clients.stream().allMatch(client -> client.isDone(0)));
        for (String room : ROOMS) {
            List<StubbornClient.Seen> stored = stored(reader, room);
            for (int n = 0; n < stored.size(); n++) {
                assertEquals(n + 1, stored.get(n).seq(), "no hole in " + room);
            }
            assertEquals(
                    stored.size(),
                    new HashSet<>(stored.stream().map(StubbornClient.Seen::id).toList()).size(),
                    "each id is stored once in " + room);
            clients.stream().filter(client -> client.room().equals(room)).forEach(client -> check(client, stored));
        }
        assertTrue(acks.get() > 0);
    }

    private static void check(StubbornClient client, List<StubbornClient.Seen> stored) {
        await("everything is read", () -> client.isDone(stored.size()));
        client.acked()
                .forEach((id, seq) ->
                        assertEquals(id, stored.get((int) (seq - 1)).id(), "stored where it was acknowledged"));
        assertEquals(stored, client.seen(), "everybody reads the log, once and in order");
        assertEquals(List.of(), client.faults());
    }

    private static List<StubbornClient.Seen> stored(TestHttp reader, String room) {
        List<StubbornClient.Seen> all = new ArrayList<>();
        JsonObject page;
        do {
            long after = all.isEmpty() ? 0 : all.get(all.size() - 1).seq();
            page = reader.getJson("/api/rooms/" + room + "/messages?limit=200&after=" + after);
            JsonArray messages = page.getJsonArray("messages");
            for (int i = 0; i < messages.size(); i++) {
                JsonObject message = messages.getJsonObject(i);
                all.add(new StubbornClient.Seen(message.getLong("seq"), message.getString("id")));
            }
        } while (page.getBoolean("hasMore"));
        return all;
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> "waited too long until " + what);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    @Override
    public void close() {
        clients.forEach(StubbornClient::close);
        node.close();
    }
}
