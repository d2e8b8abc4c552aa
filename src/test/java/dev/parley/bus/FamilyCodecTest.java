package dev.parley.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.parley.protocol.Addresses;
import dev.parley.protocol.GatewayEvent.Broadcast;
import dev.parley.protocol.GatewayEvent.Frame;
import io.vertx.core.buffer.Buffer;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record of every family travels between nodes and arrives equal. */
class FamilyCodecTest {
    private static final byte[] BYTES = {0, 1, -1, 127, -128, '"', '\\'};

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
    void arrivesEqual(Class<?> family) throws ReflectiveOperationException {
        Set<Class<?>> members = new FamilyCodec(family).members();
        assertFalse(members.isEmpty());
        for (Class<?> member : members) {
            for (boolean nulls : new boolean[] {false, true}) {
                Object sent = sample(member, nulls);
                assertEquals(shown(sent), shown(travel(family, sent)));
            }
        }
    }

    @Test
    void theBytesOfAFrameArriveAsTheyWere() {
        Broadcast sent = new Broadcast("r", 1, 2, 3, List.of(new Frame(4, null, BYTES)));
        Broadcast arrived = (Broadcast) travel(dev.parley.protocol.GatewayEvent.class, sent);
        assertEquals(
                Arrays.toString(BYTES), Arrays.toString(arrived.frames().get(0).json()));
    }

    @Test
    void aRefusalArrivesEqual() {
        RefusalCodec codec = new RefusalCodec();
        for (Refusal sent : List.of(new Refusal(300, "später \"x\"\n👋", 1234), new Refusal(900, "", 0))) {
            Buffer wire = Buffer.buffer("head");
            codec.encodeToWire(wire, sent);
            Refusal arrived = codec.decodeFromWire(4, wire.appendString("tail"));
            assertEquals(sent.number(), arrived.number());
            assertEquals(sent.text(), arrived.text());
            assertEquals(sent.retryAfterMs(), arrived.retryAfterMs());
            assertEquals(sent.failureType(), arrived.failureType());
        }
    }

    private static Object sample(Type type, boolean nulls) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType of) {
            Type last = of.getActualTypeArguments()[of.getActualTypeArguments().length - 1];
            Object element = sample(last, nulls);
            if (of.getRawType() == List.class) {
                return List.of(element, element);
            }
            return of.getRawType() == Set.class ? Set.of(element) : Map.of("key", element);
        }
        Class<?> raw = (Class<?>) type;
        if (raw.isRecord()) {
            return record(raw, nulls);
        }
        if (raw.isEnum()) {
            return raw.getEnumConstants()[raw.getEnumConstants().length - 1];
        }
        return raw == byte[].class ? BYTES : scalar(raw);
    }

    private static Object scalar(Class<?> raw) {
        if (raw == String.class) {
            return "text \"quoted\" ü👋\u0000\n";
        } else if (raw == long.class) {
            return Long.MAX_VALUE - 1;
        } else if (raw == int.class) {
            return -7;
        } else if (raw == boolean.class) {
            return true;
        }
        throw new AssertionError("no sample of " + raw);
    }

    private static Object record(Class<?> type, boolean nulls) throws ReflectiveOperationException {
        List<Class<?>> types = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            types.add(component.getType());
            boolean mayBeNull = nulls && !component.getType().isPrimitive();
            values.add(mayBeNull ? null : sample(component.getGenericType(), nulls));
        }
        var constructor = type.getDeclaredConstructor(types.toArray(Class[]::new));
        constructor.setAccessible(true);
        return constructor.newInstance(values.toArray());
    }

    /** A record as text with its class, its components and the content of its arrays. */
    private static String shown(Object value) {
        if (value instanceof byte[] bytes) {
            return Arrays.toString(bytes);
        } else if (value instanceof List<?> list) {
            return list.stream().map(FamilyCodecTest::shown).toList().toString();
        } else if (value == null || !value.getClass().isRecord()) {
            return String.valueOf(value);
        }
        StringBuilder out = new StringBuilder(value.getClass().getName());
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                out.append(' ')
                        .append(component.getName())
                        .append('=')
                        .append(shown(component.getAccessor().invoke(value)));
            } catch (ReflectiveOperationException e) {
                throw new LinkageError(e.getMessage(), e);
            }
        }
        return out.append(';').toString();
    }
}
