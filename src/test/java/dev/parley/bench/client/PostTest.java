package dev.parley.bench.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PostTest {
    private final Post post = new Post("a \"room\"", "run-1-7");

    private static long find(String text) {
        byte[] bytes = ("~T" + text).getBytes(StandardCharsets.UTF_8);
        return Stamp.find(bytes, 2, bytes.length);
    }

    private static FrameKind kind(String frame) {
        byte[] bytes = ("--" + frame + "--").getBytes(StandardCharsets.UTF_8);
        return FrameKind.of(bytes, 2, bytes.length - 2);
    }

    @Test
    void aMessageCarriesItsStampInIdAndText() {
        JsonObject json = new JsonObject(
                Buffer.buffer(MaskedFrame.payload(post.at(0x1234abcdL).getBytes())));
        assertEquals("message", json.getString("type"));
        assertEquals("a \"room\"", json.getString("room"));
        assertEquals("~T000000001234abcd-run-1-7", json.getString("id"));
        assertEquals("~T000000001234abcd" + "x".repeat(182), json.getString("message"));
        assertNotEquals(json.getString("id"), new JsonObject(Buffer.buffer(post.json(1))).getString("id"));
    }

    @Test
    void theFirstStampIsFound() {
        assertEquals(255, find("{\"id\":\"~T00000000000000ff-a\",\"text\":\"~T0000000000000001\"}"));
        assertEquals(1, find("~~T~T0000000000000001"));
        assertEquals(Long.MAX_VALUE, find("~T7fffffffffffffff"));
        for (String none : new String[] {"", "~T", "~T000000000000001", "~T00000000000000g1", "~Té00000000000000"}) {
            assertEquals(Stamp.NONE, find(none), none);
        }
    }

    @Test
    void kindsAreFoundWhereverTheTypeStands() {
        assertEquals(FrameKind.MESSAGE, kind("{\"type\":\"message\",\"room\":\"r\"}"));
        assertEquals(FrameKind.PAGE, kind("{\"type\":\"messages_loaded\"}"));
        assertEquals(FrameKind.ACK, kind("{\"room\":\"r\",\"type\":\"ack\"}"));
        assertEquals(FrameKind.ERROR, kind("{ \"type\" : \"error\" }"));
        assertEquals(
                FrameKind.MESSAGE, kind("{\"message\":{\"text\":\"\\\"type\\\":\\\"ack\\\"\"},\"type\":\"message\"}"));
        for (String other :
                new String[] {"{\"type\":\"members\"}", "{\"type\":\"\"}", "{}", "{\"type\":1}", "nonsense"}) {
            assertEquals(FrameKind.OTHER, kind(other), other);
        }
    }

    @Test
    void refusalsAreCountedByCodeAndTheFirstIsKept() {
        Refusals refusals = new Refusals();
        String[] frames = {
            "{\"type\":\"error\",\"code\":\"rate_limited\",\"error\":\"too often\",\"retryAfterMs\":40}",
            "{\"type\":\"error\",\"code\":\"overloaded\",\"error\":\"full\"}",
            "{\"type\":\"error\",\"code\":\"rate_limited\",\"error\":\"again\"}"
        };
        long[] retries = new long[frames.length];
        for (int i = 0; i < frames.length; i++) {
            byte[] bytes = frames[i].getBytes(StandardCharsets.UTF_8);
            retries[i] = refusals.add(bytes, 0, bytes.length);
        }
        assertEquals(40, retries[0]);
        assertEquals(0, retries[1]);
        assertEquals(3, refusals.total());
        assertEquals("overloaded 1, rate_limited 2", refusals.text());
        assertEquals("rate_limited: too often", refusals.first());
    }

    @Test
    void addressesAreThoseOfPlainWebSockets() {
        assertEquals(Optional.of(new Endpoint("h", 81, "/ws")), Endpoint.parse("ws://h:81/ws"));
        assertEquals(Optional.of(new Endpoint("127.0.0.1", 80, "/ws")), Endpoint.parse("ws://127.0.0.1"));
        for (String wrong :
                new String[] {"", "h:81", "wss://h/ws", "http://h/ws", "ws://", "ws://h/ws?a=b", "ws://h h/"}) {
            assertEquals(Optional.empty(), Endpoint.parse(wrong), wrong);
        }
    }
}
