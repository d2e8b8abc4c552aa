package dev.parley.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cluster.Ring;
import dev.parley.fault.history.RoomView;
import dev.parley.fault.nodes.NodeProcess;
import dev.parley.fault.swarm.Tokens;
import dev.parley.testing.Frames;
import dev.parley.testing.TestHttp;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What people do in a room, through three nodes and by frames and paths, while the room's node is killed: everything
 * acknowledged is there once, and every client's view is the history.
 */
class AmendKillIT {
    private static final String ROOM = "amended";
    private static final int BURST = 12;

    private final List<AmendClient> clients = new ArrayList<>();
    private Cluster cluster;

    @Test
    void allViewsAreTheHistory() {
        try (Cluster started = Cluster.start("amend-kill", 1)) {
            cluster = started;
            for (int i = 0; i < 3; i++) {
                clients.add(
                        new AmendClient("user" + i, null, ROOM, cluster.nodes().all(), i));
            }
            clients.add(
                    new AmendClient("mod", "moderator", ROOM, cluster.nodes().all(), 0));
            try {
                List<Long> said = everyFrame();
                everyPath(said);
                int owner = owner();
                burstWhileItDies(said, owner);
                assertAgree();
                cluster.node(owner).start();
                cluster.node(owner).awaitReady();
                everyPath(say("after"));
                assertAgree();
            } finally {
                clients.forEach(AmendClient::close);
            }
        }
    }

    private List<Long> say(String text) {
        return IntStream.range(0, 3)
                .mapToObj(i -> clients.get(i)
                        .carryOut("message", "message", text + " of user" + i)
                        .getLong("seq"))
                .toList();
    }

    private List<Long> everyFrame() {
        List<Long> said = say("hello");
        for (int i = 0; i < 3; i++) {
            AmendClient client = clients.get(i);
            client.carryOut("edit", "target", said.get(i), "text", "hello again of user" + i);
            for (long target : said) {
                client.carryOut("react", "target", target, "emoji", "👍", "on", true);
            }
            client.carryOut("react", "target", said.get((i + 1) % 3), "emoji", "👍", "on", false);
            client.carryOut("emit", "name", "moved", "data", new JsonArray().add(i));
            client.carryOut("signal", "name", "cursor", "data", i);
            client.carryOut("state", "patch", new JsonObject().put("by" + i, new JsonObject().put("n", i)));
        }
        long gone =
                clients.get(2).carryOut("message", "message", "not for long").getLong("seq");
        clients.get(1).carryOut("react", "target", gone, "emoji", "🎉", "on", true);
        clients.get(2).carryOut("edit", "target", gone, "text", "not for long either");
        clients.get(3).carryOut("delete", "target", gone);
        return said;
    }

    private void everyPath(List<Long> said) {
        for (int i = 0; i < 3; i++) {
            NodeProcess other = cluster.node((i + 1) % 3);
            TestHttp http = other.http(Tokens.of("user" + i));
            String messages = "/api/rooms/" + ROOM + "/messages/";
            String mine = messages + said.get(i);
            done(http.send(
                    "PATCH",
                    mine,
                    new JsonObject().put("text", "by path of user" + i).encode()));
            done(http.send("PUT", mine + "/reactions/%F0%9F%91%80", null));
            done(http.send("PUT", messages + said.get((i + 2) % 3) + "/reactions/%F0%9F%91%80", null));
            done(http.send("DELETE", mine + "/reactions/%F0%9F%91%80", null));
            done(http.post(
                    "/api/rooms/" + ROOM + "/events",
                    new JsonObject().put("name", "moved").put("data", i)));
            done(http.post(
                    "/api/rooms/" + ROOM + "/signals",
                    new JsonObject().put("name", "seen").put("data", i)));
            done(http.send(
                    "PATCH",
                    "/api/rooms/" + ROOM + "/state",
                    new JsonObject().put("path" + i, i).putNull("by" + i).encode(),
                    "Content-Type",
                    "application/merge-patch+json"));
        }
        String second = "/api/rooms/" + ROOM + "/messages/" + said.get(1);
        done(cluster.node(0).http(Tokens.of("user1")).send("DELETE", second, null));
    }

    private static void done(HttpResponse<String> response) {
        assertTrue(
                response.statusCode() / 100 == 2,
                () -> response.request().method() + " " + response.uri() + ": " + response.statusCode() + " "
                        + response.body());
    }

    private int owner() {
        List<String> names = clients.stream().limit(3).map(AmendClient::node).toList();
        return names.indexOf(new Ring(names).owner(ROOM).orElseThrow());
    }

    /** Nobody waits for an answer, so that many are on their way when the node dies. */
    private void burstWhileItDies(List<Long> said, int owner) {
        for (int n = 0; n < BURST; n++) {
            for (int i = 0; i < 3; i++) {
                AmendClient client = clients.get(i);
                client.begin("message", "message", "burst " + n + " of user" + i);
                client.begin("react", "target", said.get(0), "emoji", "🚀", "on", n % 2 == 0);
                client.begin("state", "patch", new JsonObject().put("burst", new JsonObject().put("u" + i, n)));
                if (i != 1) { // whose message was deleted
                    client.begin("edit", "target", said.get(i), "text", "burst " + n);
                }
            }
            if (n == BURST / 2) {
                cluster.node(owner).kill();
            }
        }
        clients.forEach(AmendClient::settle);
    }

    private void assertAgree() {
        NodeProcess any = cluster.nodes().all().stream()
                .filter(NodeProcess::isAlive)
                .findFirst()
                .orElseThrow();
        long last = clients.get(3).carryOut("emit", "name", "last", "data", 1).getLong("seq");
        clients.forEach(client -> client.awaitSeq(last));
        RoomView history = RoomView.ofHistory(any.http(Tokens.of("reader"))
                .getJson("/api/rooms/" + ROOM + "/messages?limit=200")
                .getJsonArray("messages"));
        assertEquals(List.of(), history.violations());
        List<RoomView> views =
                new ArrayList<>(clients.stream().map(AmendClient::view).toList());
        for (NodeProcess node : cluster.nodes().all()) {
            if (node.isAlive()) {
                views.add(replayed(node, last));
                JsonObject state = node.http(Tokens.of("reader")).getJson("/api/rooms/" + ROOM + "/state");
                assertEquals(clients.get(0).view().state(), state.getJsonObject("state"));
                assertEquals(clients.get(0).view().stateSeq(), state.getLong("seq"));
                RoomView there = RoomView.ofHistory(node.http(Tokens.of("reader"))
                        .getJson("/api/rooms/" + ROOM + "/messages?limit=200")
                        .getJsonArray("messages"));
                assertEquals(history.lines(), there.lines());
            }
        }
        for (RoomView view : views) {
            assertEquals(List.of(), view.violations());
            assertEquals(history.lines(), view.lines());
            assertEquals(clients.get(0).view().state(), view.state());
        }
    }

    private static RoomView replayed(NodeProcess node, long last) {
        try (TestSocket socket = TestSocket.connect(URI.create(node.baseUrl()).getPort(), "/ws", Tokens.of("reader"))) {
            socket.send("init", "room", ROOM, "since", 0);
            JsonObject ignored = socket.await(
                    frame -> !Frames.is(frame, "ready") && Long.valueOf(last).equals(frame.getLong("seq")));
            RoomView view = new RoomView();
            socket.all().forEach(view::apply);
            return view;
        }
    }
}
