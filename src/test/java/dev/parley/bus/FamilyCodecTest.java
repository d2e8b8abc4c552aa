package dev.parley.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.parley.messages.Addresses;
import dev.parley.messages.GatewayEvent;
import dev.parley.messages.GatewayEvent.Broadcast;
import dev.parley.messages.GatewayEvent.Frame;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every record of every family travels between nodes and arrives equal. */
class FamilyCodecTest {
    private static final byte[] BYTES = {0, 1, -1, 127, -128, '"', '\\'};
    private static final int TIMES = 200;

    private static Stream<Class<?>> families() {
        return Addresses.FAMILIES.stream();
    }

    private static Object travel(Class<?> family, Object message) {
        FamilyCodec codec = new FamilyCodec(family);
        Buffer wire = Buffer.buffer("head");
        codec.encodeToWire(wire, message);
        return codec.decodeFromWire(4, wire.appendString("tail"));
    }

    @ParameterizedTest
    @MethodSource("families")
    void arrivesEqual(Class<?> family) {
        FamilyCodec codec = new FamilyCodec(family);
        Set<Class<?>> members = codec.members();
        assertFalse(members.isEmpty());
        for (Class<?> member : members) {
            for (int seed = 0; seed < TIMES; seed++) {
                Object sent = RandomRecords.one(member, new Random(seed));
                Buffer wire = Buffer.buffer("head");
                codec.encodeToWire(wire, sent);
                Object arrived = codec.decodeFromWire(4, wire.appendString("tail"));
                assertEquals(RandomRecords.shown(sent), RandomRecords.shown(arrived), member + " of seed " + seed);
            }
        }
    }

    @Test
    void theBytesOfAFrameArriveAsTheyWere() {
        Broadcast sent = new Broadcast("r", 1, 2, 3, List.of(new Frame(4, null, BYTES)));
        Broadcast arrived = (Broadcast) travel(GatewayEvent.class, sent);
        assertEquals(
                Arrays.toString(BYTES), Arrays.toString(arrived.frames().get(0).json()));
    }

    /** Around those lengths that take one more byte, and one that makes the writer grow more than once. */
    @ParameterizedTest
    @ValueSource(ints = {0, 100, 120, 123, 124, 125, 126, 127, 128, 129, 16_370, 16_380, 16_383, 16_384, 3_000_000})
    void framesOfAnyLengthArrive(int length) {
        byte[] json = new byte[length];
        new Random(length).nextBytes(json);
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            frames.add(new Frame(i, "x".repeat(i), json));
        }
        Broadcast sent = new Broadcast("r", Long.MAX_VALUE, Long.MIN_VALUE, 3, frames);
        assertEquals(RandomRecords.shown(sent), RandomRecords.shown(travel(GatewayEvent.class, sent)));
    }

    @Test
    void aRefusalArrivesEqual() {
        RefusalCodec codec = new RefusalCodec();
        for (Refusal sent :
                List.of(new Refusal(Code.RATE_LIMITED, "später \"x\"\n👋", 1234), new Refusal(Code.INTERNAL, "", 0))) {
            Buffer wire = Buffer.buffer("head");
            codec.encodeToWire(wire, new RefusedReply(sent));
            RefusedReply reply =
                    assertInstanceOf(RefusedReply.class, codec.decodeFromWire(4, wire.appendString("tail")));
            Refusal arrived = reply.refusal();
            assertEquals(sent.code(), arrived.code());
            assertEquals(sent.text(), arrived.text());
            assertEquals(sent.retryAfterMs(), arrived.retryAfterMs());
            assertEquals(ReplyFailure.RECIPIENT_FAILURE, reply.failureType());
        }
    }
}
