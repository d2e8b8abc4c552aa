package dev.parley.fault;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.fault.nodes.Network;
import dev.parley.fault.nodes.NodeProcess;
import dev.parley.fault.nodes.Nodes;
import dev.parley.fault.nodes.StoreRelay;
import dev.parley.fault.swarm.Tokens;
import dev.parley.testing.Frames;
import dev.parley.testing.PostgresProcess;
import dev.parley.testing.TestSocket;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three nodes in networks of their own, cut in every way: those that cannot serve say so, their clients are sent away and are
 * served elsewhere within ten seconds, and they serve again by themselves. Needs root for network namespaces.
 */
@Tag("long")
class CannotServeIT {
    private static final List<Integer> ALL = List.of(0, 1, 2);

    private final Vertx vertx = Vertx.vertx();
    private Nodes nodes;
    private Network network;
    private List<StoreRelay> relays;
    private int rooms;

    @BeforeEach
    void namespacesAreAllowed() {
        assumeTrue(Network.isAllowed(), "network namespaces need root and ip (iproute2)");
    }

    @Test
    void whoCannotServeSendsItsClientsToThoseWhoCan() throws Exception {
        Path logs = Scenario.logs("cannot-serve", 1);
        try (Network open = Network.open(3);
                PostgresProcess postgres = PostgresProcess.start()) {
            network = open;
            String url = postgres.newDatabase();
            int port = Integer.parseInt(url.substring(url.lastIndexOf(':') + 1, url.lastIndexOf('/')));
            relays = Stream.generate(() -> new StoreRelay(vertx, Network.outside(), port))
                    .limit(3)
                    .toList();
            List<String> urls = relays.stream()
                    .map(relay -> url.replace("127.0.0.1:" + port, Network.outside() + ":" + relay.port()))
                    .toList();
            Files.deleteIfExists(logs.resolve("node0.log"));
            try (Nodes started = Nodes.apart(logs, network, urls, Map.of("PARLEY_CLUSTER_SETTLE", "4500ms"))) {
                nodes = started;
                cutFromTheOthers();
                cutFromTheStore();
                cutFromEverything();
                eachCutFromEach();
                twoCutFromEachOther();
                theStoreIsAwayForAll();
            }
        } finally {
            await(vertx.close());
        }
    }

    private void cutFromTheOthers() {
        int node = 1;
        sentAway(List.of(node), () -> network.cut(node));
        network.heal(node);
        allServe();
    }

    private void cutFromTheStore() {
        int node = 2;
        sentAway(List.of(node), () -> relays.get(node).cut());
        relays.get(node).heal();
        allServe();
    }

    private void cutFromEverything() {
        int node = 0;
        sentAway(List.of(node), () -> {
            network.cut(node);
            relays.get(node).cut();
        });
        relays.get(node).heal();
        network.heal(node);
        allServe();
    }

    /** All reach the store: the first by name serves, the others' clients go there. */
    private void eachCutFromEach() {
        List<TestSocket> sockets = ALL.stream().map(this::connect).toList();
        ALL.forEach(network::cut);
        Frames.until("one serves", () -> ALL.stream().filter(this::isReady).count() == 1);
        int first = ALL.stream().filter(this::isReady).findFirst().orElseThrow();
        for (int i : ALL) {
            if (i != first) {
                assertEquals(1012, sockets.get(i).awaitClose());
            }
        }
        serves(first);
        assertTrue(sockets.get(first).isOpen());
        sockets.forEach(TestSocket::close);
        ALL.forEach(network::heal);
        allServe();
    }

    /** Two of three do not reach each other, the third reaches both: one of the two gives way. */
    private void twoCutFromEachOther() {
        List<TestSocket> sockets = ALL.stream().map(this::connect).toList();
        network.part(0, 1);
        Frames.until("one of the two gives way", () -> isReady(0) != isReady(1));
        int away = isReady(0) ? 1 : 0;
        assertEquals(1012, sockets.get(away).awaitClose());
        assertTrue(sockets.get(1 - away).isOpen() && sockets.get(2).isOpen());
        serves(1 - away);
        serves(2);
        sockets.forEach(TestSocket::close);
        network.join(0, 1);
        allServe();
    }

    private void theStoreIsAwayForAll() {
        List<TestSocket> sockets = ALL.stream().map(this::connect).toList();
        relays.forEach(StoreRelay::cut);
        Frames.until("none is ready", () -> ALL.stream().noneMatch(this::isReady));
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(6);
        Frames.until("a while", () -> {
            sockets.forEach(socket -> assertTrue(socket.isOpen()));
            return System.nanoTime() > until;
        });
        relays.forEach(StoreRelay::heal);
        Frames.until("all are ready", () -> ALL.stream().allMatch(this::isReady));
        sockets.forEach(socket -> assertTrue(socket.isOpen()));
        sockets.forEach(TestSocket::close);
    }

    /** A fault at which these nodes lose their clients to the others. */
    private void sentAway(List<Integer> away, Runnable fault) {
        List<TestSocket> sockets = new ArrayList<>();
        ALL.forEach(i -> sockets.add(connect(i)));
        long at = System.nanoTime();
        fault.run();
        for (int i : away) {
            TestSocket socket = sockets.get(i);
            assertEquals(1012, socket.awaitClose());
            assertTrue(new JsonObject(socket.closeReason()).getLong("retryAfterMs") > 0, socket.closeReason());
            HttpResponse<String> ready = nodes.get(i).http(null).get("/health/ready");
            assertEquals(503, ready.statusCode());
            HttpResponse<String> upgrade = nodes.get(i).http(Tokens.of("ann")).post("/api/chat", chat());
            assertEquals(503, upgrade.statusCode(), upgrade.body());
            assertTrue(upgrade.headers().firstValue("Retry-After").isPresent());
        }
        int well = ALL.stream().filter(i -> !away.contains(i)).findFirst().orElseThrow();
        serves(well);
        long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - at);
        assertTrue(ms < 10_000, "served elsewhere after " + ms + " ms");
        System.out.println("[fault] cannot-serve: served elsewhere after " + ms + " ms");
        for (int i : ALL) {
            assertEquals(away.contains(i), !sockets.get(i).isOpen());
            sockets.get(i).close();
        }
    }

    private static JsonObject chat() {
        return new JsonObject("{\"id\":\"c\",\"messages\":[{\"id\":\"m\",\"role\":\"user\","
                + "\"parts\":[{\"type\":\"text\",\"text\":\"hi\"}]}],\"trigger\":\"submit-message\"}");
    }

    private void allServe() {
        Frames.until("all are ready", () -> ALL.stream().allMatch(this::isReady));
        ALL.forEach(this::serves);
    }

    /** Whatever room, wherever it lives. */
    private void serves(int i) {
        try (TestSocket socket = connect(i)) {
            for (int n : IntStream.range(0, 6).toArray()) {
                String room = rooms();
                socket.enter(room);
                Frames.until("room " + room + " takes a message at node " + i, () -> "ack"
                        .equals(socket.say(room, "m" + n, "hello").getString("type")));
            }
        }
    }

    private String rooms() {
        return "room" + rooms++;
    }

    private boolean isReady(int i) {
        return nodes.get(i).http(null).get("/health/ready").statusCode() == 200;
    }

    private TestSocket connect(int i) {
        NodeProcess node = nodes.get(i);
        return TestSocket.connectTo(node.baseUrl().replace("http", "ws") + "/ws", Tokens.of("ann"));
    }
}
