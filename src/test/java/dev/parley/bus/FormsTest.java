package dev.parley.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which components may travel; those that may not are found when a node starts. */
class FormsTest {
    /** Those that may not. */
    @Wire("Bad")
    sealed interface Bad {
        @Wire("Time")
        record Time(String text, Instant at) implements Bad {}

        @Wire("Json")
        record Json(JsonObject json) implements Bad {}

        @Wire("Half")
        record Half(double value) implements Bad {}

        @Wire("Inner")
        record Inner(List<Map<String, Set<Instant>>> all) implements Bad {}

        @Wire("Wild")
        record Wild(List<? extends Number> all) implements Bad {}

        @Wire("Tree")
        record Tree(List<Tree> branches) implements Bad {}
    }

    /** No record. */
    @Wire("Open")
    sealed interface Open permits Loose {}

    non-sealed interface Loose extends Open {}

    /** Two of one name. */
    @Wire("Twice")
    sealed interface Twice {
        @Wire("One")
        sealed interface One extends Twice {
            @Wire("Same")
            record Same() implements One {}
        }

        @Wire("Other")
        sealed interface Other extends Twice {
            @Wire("Same")
            record Same() implements Other {}
        }
    }

    sealed interface Nameless {
        record Silent() implements Nameless {}
    }

    @Wire("HalfNamed")
    sealed interface HalfNamed {
        record Silent() implements HalfNamed {}
    }

    /** A record of the family that it is in. */
    @Wire("Rich")
    sealed interface Rich {
        @Wire("All")
        record All(Rich nested) implements Rich {}
    }

    @Wire("Flat")
    sealed interface Flat permits Nested {}

    /** What no message has yet. */
    @Wire("Nested")
    record Nested(Shape shape, Shape none, Long number, Integer none2, Boolean flag, Map<Long, List<Boolean>> map)
            implements Flat {}

    /** A family within a record. */
    @Wire("Shape")
    sealed interface Shape {
        @Wire("Round")
        record Round(int radius) implements Shape {}

        @Wire("Square")
        record Square(int side) implements Shape {}
    }

    private static String problem(Class<?> family) {
        return assertThrows(IllegalArgumentException.class, () -> new FamilyCodec(family))
                .getMessage();
    }

    @ParameterizedTest
    @CsvSource({
        "Time, Time.at cannot travel between nodes: java.time.Instant",
        "Json, Json.json cannot travel between nodes: io.vertx.core.json.JsonObject",
        "Half, Half.value cannot travel between nodes: double",
        "Inner, Inner.all cannot travel between nodes: java.time.Instant",
        "Wild, Wild.all cannot travel between nodes: ? extends java.lang.Number",
        "Tree, Tree cannot travel between nodes: it is within itself"
    })
    void aComponentThatCannotTravelIsNamed(String record, String problem) throws ClassNotFoundException {
        Class<?> type = Class.forName(Bad.class.getName() + "$" + record);
        String message = assertThrows(IllegalArgumentException.class, () -> new Forms().record(type))
                .getMessage();
        assertTrue(message.endsWith(problem), message);
    }

    @Test
    void aFamilyHasRecordsOfDifferentNames() {
        assertTrue(problem(Bad.class).contains("cannot travel"));
        assertTrue(problem(Open.class).contains("Loose"), problem(Open.class));
        assertTrue(problem(Twice.class).contains("the name of another member"), problem(Twice.class));
        assertTrue(problem(Rich.class).contains("within itself"), problem(Rich.class));
    }

    @Test
    void whatTravelsIsNamedOnTheWire() {
        assertTrue(problem(Nameless.class).endsWith("Nameless cannot travel between nodes: it has no @Wire name"));
        assertTrue(problem(HalfNamed.class).endsWith("Silent cannot travel between nodes: it has no @Wire name"));
    }

    @Test
    void familiesAndWhatMayBeNullAreComponentsToo() {
        Map<Long, List<Boolean>> map = new HashMap<>();
        map.put(null, null);
        map.put(Long.MIN_VALUE, Arrays.asList(true, null, false));
        Nested sent = new Nested(new Shape.Square(Integer.MIN_VALUE), null, Long.MAX_VALUE, null, false, map);
        FamilyCodec codec = new FamilyCodec(Flat.class);
        Buffer wire = Buffer.buffer();
        codec.encodeToWire(wire, sent);
        assertEquals(sent, codec.decodeFromWire(0, wire));
    }

    @Test
    void whatIsReadCannotBeChanged() {
        FamilyCodec codec = new FamilyCodec(Flat.class);
        Buffer wire = Buffer.buffer();
        codec.encodeToWire(wire, new Nested(null, null, null, null, null, new HashMap<>()));
        Nested read = (Nested) codec.decodeFromWire(0, wire);
        assertThrows(UnsupportedOperationException.class, () -> read.map().put(1L, List.of()));
    }
}
