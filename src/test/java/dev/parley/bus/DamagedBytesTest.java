package dev.parley.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.messages.Addresses;
import dev.parley.messages.GatewayQuery;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.ReplyException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes instead of a message is one, or is said not to be; nothing is thrown, and nothing huge is made. */
class DamagedBytesTest {
    private static final int TIMES = 300;

    private static Stream<Class<?>> families() {
        return Addresses.FAMILIES.stream();
    }

    @ParameterizedTest
    @MethodSource("families")
    void oneThatWasCutOffIsUnreadable(Class<?> family) {
        FamilyCodec codec = new FamilyCodec(family);
        for (Class<?> member : codec.members()) {
            Buffer whole = Buffer.buffer();
            codec.encodeToWire(whole, RandomRecords.one(member, new Random(1)));
            for (int length = 0; length < whole.length(); length++) {
                assertInstanceOf(Unreadable.class, codec.decodeFromWire(0, whole.getBuffer(0, length)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void anyBytesAreReadOrRefused(Class<?> family) {
        FamilyCodec codec = new FamilyCodec(family);
        for (Class<?> member : codec.members()) {
            for (int seed = 0; seed < TIMES; seed++) {
                Random random = new Random(seed);
                Buffer wire = Buffer.buffer();
                codec.encodeToWire(wire, RandomRecords.one(member, random));
                for (int i = random.nextInt(3); i >= 0; i--) {
                    wire.setByte(random.nextInt(wire.length()), (byte) random.nextInt());
                }
                assertNotNull(codec.decodeFromWire(0, wire));
            }
        }
    }

    /** The last components of records: {@code -1} and more bits than a number has, as lengths and as counts. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffffffff0f",
                "ffffffff07",
                "feffffff07",
                "ffffffffffffffff7f",
                "ffffffffffffffffff01",
                "ffffffffffffffffffff01"
            })
    void aLengthIsNotBelieved(String length) {
        Buffer record = Buffer.buffer(new byte[] {1}).appendBytes(bytes(length));
        Buffer wire = Buffer.buffer(new byte[] {7})
                .appendString("Roster")
                .appendByte((byte) (record.length() + 1))
                .appendBuffer(record);
        FamilyCodec codec = new FamilyCodec(GatewayQuery.class);
        Unreadable problem = assertInstanceOf(Unreadable.class, codec.decodeFromWire(0, wire));
        assertTrue(problem.getMessage().startsWith("unreadable: a "), problem.getMessage());
    }

    @Test
    void nothingOfTheContentIsTold() {
        FamilyCodec codec = new FamilyCodec(GatewayQuery.class);
        Buffer wire = Buffer.buffer(new byte[] {6}).appendBytes("a\n\u001b[b".getBytes(StandardCharsets.UTF_8));
        Unreadable problem = assertInstanceOf(Unreadable.class, codec.decodeFromWire(0, wire));
        assertEquals("unreadable: GatewayQuery of another version: unknown name a???b", problem.getMessage());
    }

    @Test
    void aRefusalThatWasCutOffIsAFailureToo() {
        RefusalCodec codec = new RefusalCodec();
        Buffer whole = Buffer.buffer();
        codec.encodeToWire(whole, new RefusedReply(new Refusal(Code.RATE_LIMITED, "later", 1234)));
        for (int length = 0; length < whole.length(); length++) {
            ReplyException arrived = codec.decodeFromWire(0, whole.getBuffer(0, length));
            assertInstanceOf(Unreadable.class, arrived);
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
