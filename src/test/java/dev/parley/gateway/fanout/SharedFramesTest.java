package dev.parley.gateway.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.messages.GatewayEvent.Frame;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who gets a frame, and when a connection may be handed all of a flush at once. */
class SharedFramesTest {
    private static final byte[] JSON = {'{', '}'};
    private static final SharedFrame FOR_ALL = new SharedFrame(new Frame(0, null, JSON));

    private static SharedFrame frame(String except, List<String> only) {
        return new SharedFrame(new Frame(0, except, JSON, only, null));
    }

    private static List<String> getting(SharedFrame frame) {
        return Stream.of("ann", "bob", "cy").filter(frame::isFor).toList();
    }

    @Test
    void aFrameIsForAllOrForAllButOneOrForThoseWhoAreNamed() {
        assertEquals(List.of("ann", "bob", "cy"), getting(frame(null, null)));
        assertEquals(List.of("bob", "cy"), getting(frame("ann", null)));
        assertEquals(List.of("ann", "cy"), getting(frame(null, List.of("cy", "ann", "dan"))));
        assertEquals(List.of("cy"), getting(frame("ann", List.of("cy", "ann"))));
        assertEquals(List.of(), getting(frame(null, List.of("dan"))));
    }

    @Test
    void whatIsNotForAllIsOfferedToEachByItself() {
        assertTrue(new SharedFrames(List.of(FOR_ALL, frame(null, null))).isNextAfter(7));
        assertFalse(new SharedFrames(List.of(FOR_ALL, frame("ann", null))).isNextAfter(7));
        assertFalse(new SharedFrames(List.of(frame(null, List.of("ann")), FOR_ALL)).isNextAfter(7));
    }
}
