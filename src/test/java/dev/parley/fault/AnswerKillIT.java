package dev.parley.fault;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cluster.Ring;
import dev.parley.fault.nodes.NodeProcess;
import dev.parley.fault.swarm.Tokens;
import dev.parley.testing.FakeOpenAi;
import dev.parley.testing.FakeTurn;
import dev.parley.testing.Frames;
import dev.parley.testing.TestSocket;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The node of a room, and the node whose AI verticle streams its answer, are killed in the middle of answers: each answer
 * has one end, which everybody sees, and its text is what is stored.
 */
@ExtendWith(VertxExtension.class)
class AnswerKillIT {
    private static final int PIECES = 40;
    private static final long PIECE_EVERY_MS = 25;
    private static final int KILL_AFTER = 10;

    private static final List<String> PROVIDERS = List.of("openai", "anthropic");

    /** Who dies. */
    private enum Victim {
        ROOM,
        AI
    }

    private final AtomicInteger calls = new AtomicInteger();
    private final List<Long> took = new ArrayList<>();
    private Vertx vertx;

    @Test
    void anAnswerWhoseNodeIsKilledHasOneEnd(Vertx vertx) throws Exception {
        killed(vertx, 1);
    }

    @Test
    @Tag("long")
    void answersOfTwentyKilledNodesHaveOneEndEach(Vertx vertx) throws Exception {
        killed(vertx, 20);
    }

    private void killed(Vertx with, int times) throws Exception {
        vertx = with;
        FakeOpenAi fake = await(FakeOpenAi.start(vertx));
        fake.always(this::speak);
        JsonArray assistants = new JsonArray();
        for (String provider : PROVIDERS) {
            assistants.add(new JsonObject()
                    .put("name", provider)
                    .put("provider", provider)
                    .put("model", "m")
                    .put("baseUrl", fake.baseUrl()));
        }
        Map<String, String> more = Map.of("PARLEY_ASSISTANTS", assistants.encode());
        try (Cluster cluster = Cluster.start("answer-kill", times, more)) {
            for (int i = 0; i < times; i++) {
                for (Victim victim : Victim.values()) {
                    // Both dialects meet both deaths, in the short run too.
                    int turn = victim == Victim.AI ? i + 1 : i;
                    String provider = PROVIDERS.get(turn % PROVIDERS.size());
                    kill(cluster, victim, provider, "answers-" + victim + "-" + i);
                }
            }
        } finally {
            fake.stop();
        }
        took.sort(null);
        write("answer-kill, " + took.size() + " kills: from the kill to the answer's end " + took.get(took.size() / 2)
                + " ms in the middle, " + took.get(took.size() - 1) + " ms at most");
    }

    /** No two calls say the same, so that a mixture of two would show. */
    private void speak(FakeTurn turn) {
        int call = calls.incrementAndGet();
        int[] said = {0};
        vertx.setPeriodic(PIECE_EVERY_MS, timer -> {
            if (said[0] < PIECES) {
                say(turn, "call " + call + " piece " + said[0]++ + ". ");
            } else {
                vertx.cancelTimer(timer);
                finish(turn);
            }
        });
    }

    private static boolean isAnthropic(FakeTurn turn) {
        return turn.uri().endsWith("/messages");
    }

    private static void say(FakeTurn turn, String piece) {
        if (isAnthropic(turn)) {
            JsonObject delta = new JsonObject().put("type", "text_delta").put("text", piece);
            event(
                    turn,
                    new JsonObject()
                            .put("type", "content_block_delta")
                            .put("index", 0)
                            .put("delta", delta));
        } else {
            turn.say(piece);
        }
    }

    private static void finish(FakeTurn turn) {
        if (isAnthropic(turn)) {
            event(
                    turn,
                    new JsonObject()
                            .put("type", "message_delta")
                            .put("delta", new JsonObject().put("stop_reason", "end_turn")));
            event(turn, new JsonObject().put("type", "message_stop"));
            turn.end();
        } else {
            turn.finish();
        }
    }

    private static void event(FakeTurn turn, JsonObject data) {
        turn.raw("event: " + data.getString("type") + "\ndata: " + data.encode() + "\n\n");
    }

    private void kill(Cluster cluster, Victim victim, String provider, String room) {
        List<TestSocket> sockets = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (NodeProcess node : cluster.nodes().all()) {
            TestSocket socket =
                    TestSocket.connect(URI.create(node.baseUrl()).getPort(), "/ws", Tokens.of("user" + sockets.size()));
            names.add(socket.enter(room).getString("node"));
            sockets.add(socket);
        }
        try {
            String turn = askUntil(sockets, names, provider, room);
            String dies = victim == Victim.ROOM ? owner(names, room) : owner(names, turn);
            int died = names.indexOf(dies);
            TestSocket watching = sockets.get((died + 1) % sockets.size());
            for (int i = 0; i < KILL_AFTER; i++) {
                watching.await(frame -> isChunk(frame, turn));
            }
            long since = System.nanoTime();
            cluster.node(died).kill();
            for (TestSocket socket : sockets) {
                if (socket != sockets.get(died)) {
                    check(socket, turn, room);
                }
            }
            took.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
            assertEquals(List.of(turn), turnsInHistory(cluster.node((died + 1) % 3), room, turn));
            cluster.node(died).start();
            cluster.node(died).awaitReady();
        } finally {
            sockets.forEach(TestSocket::abort);
        }
    }

    /** Where the room and the AI verticle are on different nodes; answers that run elsewhere are stopped. */
    private static String askUntil(List<TestSocket> sockets, List<String> names, String provider, String room) {
        TestSocket asking = sockets.get(0);
        while (true) {
            asking.send("message", "room", room, "message", "@" + provider + " speak");
            JsonObject announced = asking.await(frame -> Frames.is(frame, "chunk")
                    && frame.getInteger("offset") == 0
                    && frame.getString("content").isEmpty());
            String turn = announced.getString("turn");
            if (!owner(names, turn).equals(owner(names, room))) {
                return turn;
            }
            asking.send("cancel", "room", room, "turn", turn);
            asking.await(frame -> isComplete(frame, turn));
        }
    }

    private static String owner(List<String> names, String key) {
        return new Ring(names).owner(key).orElseThrow();
    }

    private static boolean isChunk(JsonObject frame, String turn) {
        return Frames.is(frame, "chunk")
                && frame.getString("turn").equals(turn)
                && !frame.getString("content").isEmpty();
    }

    private static boolean isComplete(JsonObject frame, String turn) {
        return Frames.is(frame, "complete") && frame.getString("turn").equals(turn);
    }

    private static void check(TestSocket socket, String turn, String room) {
        JsonObject complete = socket.await(frame -> isComplete(frame, turn));
        assertEquals("done", complete.getString("reason"), complete::encode);
        String content = complete.getString("content");
        assertTrue(content.matches("(call (\\d+) piece \\d+\\. )+"), content);
        String call = content.substring(0, content.indexOf(" piece"));
        assertEquals(PIECES, content.split(call + " piece", -1).length - 1, content);
        assertEquals(content, complete.getJsonObject("message").getString("text"));
        List<JsonObject> chunks = socket.all().stream()
                .filter(frame ->
                        Frames.is(frame, "chunk") && frame.getString("turn").equals(turn))
                .toList();
        int attempt = chunks.get(chunks.size() - 1).getInteger("attempt");
        assertTrue(attempt >= 2, "it started again, but the attempt is " + attempt + " in " + room);
        assertEquals(
                1,
                socket.all().stream().filter(frame -> isComplete(frame, turn)).count());
    }

    private static List<String> turnsInHistory(NodeProcess node, String room, String turn) {
        JsonObject page = node.http(Tokens.of("reader")).getJson("/api/rooms/" + room + "/messages?limit=200");
        return Frames.objects(page.getJsonArray("messages")).stream()
                .map(message -> message.getString("turn"))
                .filter(turn::equals)
                .toList();
    }

    private static void write(String figures) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "fault-logs"));
            Files.writeString(
                    folder.resolve("figures.txt"),
                    figures + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
