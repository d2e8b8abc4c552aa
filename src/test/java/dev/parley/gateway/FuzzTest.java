package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.RawWebSocket;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Nothing a client sends ends another's connection or a room: several send anything, two talk and notice nothing. */
class FuzzTest {
    private static final long SEED = 20_260_101;
    private static final int ATTACKERS = 4;
    private static final int ROUNDS = 60;
    private static final int TALKS = 300;

    private static final String[] TYPES = {
        "init",
        "message",
        "load_messages",
        "typing",
        "who",
        "leave",
        "auth",
        "ping",
        "cancel",
        "approve",
        "edit",
        "delete",
        "react",
        "emit",
        "signal",
        "state",
        "get_state",
        "",
        "read"
    };
    private static final Set<String> DURABLE =
            Set.of("message", "complete", "edited", "deleted", "reaction", "event", "state");
    private static final String[] FIELDS = {
        "room",
        "id",
        "message",
        "since",
        "limit",
        "startAfter",
        "on",
        "token",
        "turn",
        "userId",
        "conversationId",
        "target",
        "text",
        "emoji",
        "name",
        "data",
        "to",
        "patch",
        "base",
        "state",
        "x"
    };
    private static final String[] VALUES = {
        "\"calm\"",
        "\"wild\"",
        "\"assistant:me\"",
        "\"assistant:ann\"",
        "null",
        "true",
        "-1",
        "0",
        "1",
        "1e999",
        "99999999999999999999",
        "\"\"",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "[]",
        "{}",
        "{\"text\":\"x\"}",
        "[[[[[]]]]]",
        "{\"text\":\"@assistant hi\",\"mentions\":[\"ann\"]}",
        "\"@assistant help\"",
        "{\"text\":{\"text\":1}}",
        "\"é😀\"",
        "\"👍\"",
        "[\"ann\"]",
        "{\"a\":{\"a\":null,\"\\u0000\":1e400}}",
        "{\"a\":{\"b\":[1]}}"
    };

    /** Frames that are right, or all but: the attackers take part in the room where the two talk. */
    private static final String[] WHOLE = {
        "{\"type\":\"edit\",\"room\":\"calm\",\"target\":1,\"text\":\"mine now\"}",
        "{\"type\":\"delete\",\"room\":\"calm\",\"target\":2}",
        "{\"type\":\"react\",\"room\":\"calm\",\"target\":1,\"emoji\":\"👍\",\"on\":true}",
        "{\"type\":\"react\",\"room\":\"calm\",\"target\":1,\"emoji\":\"👍\",\"on\":false}",
        "{\"type\":\"emit\",\"room\":\"calm\",\"name\":\"n\",\"data\":{\"deleted\":true,\"seq\":1}}",
        "{\"type\":\"signal\",\"room\":\"calm\",\"name\":\"n\",\"data\":[],\"to\":[\"ann\",\"bob\"]}",
        "{\"type\":\"state\",\"room\":\"calm\",\"patch\":{\"a\":{\"b\":[1]},\"type\":\"error\"}}",
        "{\"type\":\"state\",\"room\":\"calm\",\"patch\":{\"a\":null},\"base\":1}"
    };

    @Test
    void twoTalkAndNoticeNothing() {
        try (TestNode node = TestNode.start(Map.of("PARLEY_LIMITS_ROOMS_PER_CONNECTION", "5"));
                TestSocket ann = node.connect("ann");
                TestSocket bob = node.connect("bob")) {
            ann.enter("calm");
            bob.enter("calm");
            AtomicInteger ended = new AtomicInteger();
            List<CompletableFuture<Void>> attacks = new ArrayList<>();
            for (int i = 0; i < ATTACKERS; i++) {
                Random random = new Random(SEED + i);
                String user = "attacker" + i;
                attacks.add(CompletableFuture.runAsync(() -> attack(node, user, random, ended)));
            }
            for (int i = 0; i < TALKS; i++) {
                String text = "talk " + i;
                assertEquals("ack", ann.say("calm", "a" + i, text).getString("type"));
                bob.await(f -> f.encode().contains(text));
                assertEquals("ack", bob.say("calm", "b" + i, text + " back").getString("type"));
            }
            attacks.forEach(CompletableFuture::join);
            ann.say("calm", "last", "the end");
            bob.await(f -> f.encode().contains("the end"));
            assertUndisturbed(bob);
            assertTrue(ann.isOpen() && bob.isOpen());
            assertTrue(ended.get() > ATTACKERS * ROUNDS / 4, "the attackers were hardly noticed: " + ended);
            assertEquals(200, node.http(null).get("/health/ready").statusCode());
        }
    }

    private static void assertUndisturbed(TestSocket client) {
        long seq = 0;
        for (JsonObject frame : client.all()) {
            String type = frame.getString("type");
            assertTrue(!"error".equals(type) && !"resync".equals(type), frame.encode());
            if (DURABLE.contains(type)) {
                assertEquals(++seq, frame.getLong("seq"), frame.encode());
            }
        }
    }

    private static void attack(TestNode node, String user, Random random, AtomicInteger ended) {
        for (int i = 0; i < ROUNDS; i++) {
            try (RawWebSocket socket = RawWebSocket.open(node, user)) {
                for (int n = 1 + random.nextInt(15); n > 0; n--) {
                    socket.send(anything(random));
                }
                if (sawClose(socket.finish())) {
                    ended.incrementAndGet();
                }
            } catch (UncheckedIOException e) {
                ended.incrementAndGet();
            }
        }
    }

    private static boolean sawClose(RawWebSocket socket) {
        for (RawWebSocket.Frame frame = socket.read(); frame != null; frame = socket.read()) {
            if (frame.opcode() == RawWebSocket.CLOSE) {
                return true;
            }
        }
        return false;
    }

    private static byte[] anything(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> noise(random, 40);
            case 1 -> RawWebSocket.frame(random.nextInt(256), noise(random, 200));
            case 2 -> RawWebSocket.frame(0x80 | random.nextInt(16), noise(random, 130));
            case 3 -> RawWebSocket.frame(0x81, noise(random, 300));
            case 4 -> RawWebSocket.frame(0x01, noise(random, 10));
            case 5 -> mangled(random);
            default -> RawWebSocket.frame(0x81, json(random).getBytes(StandardCharsets.UTF_8));
        };
    }

    private static byte[] noise(Random random, int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] mangled(Random random) {
        byte[] json = json(random).getBytes(StandardCharsets.UTF_8);
        json[random.nextInt(json.length)] = (byte) (32 + random.nextInt(95));
        return RawWebSocket.frame(0x81, json);
    }

    private static String json(Random random) {
        if (random.nextInt(4) == 0) {
            return WHOLE[random.nextInt(WHOLE.length)];
        }
        StringBuilder json = new StringBuilder("{\"type\":\"").append(TYPES[random.nextInt(TYPES.length)]);
        json.append('"');
        for (int i = random.nextInt(5); i > 0; i--) {
            json.append(",\"").append(FIELDS[random.nextInt(FIELDS.length)]).append("\":");
            json.append(VALUES[random.nextInt(VALUES.length)]);
        }
        return json.append('}').toString();
    }
}
