package dev.parley.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.parley.contract.ClientFrame;
import dev.parley.contract.FrameFields;
import dev.parley.contract.FrameLimits;
import dev.parley.contract.FrameReader;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContentTest {
    @Test
    void equalContentHasAnEqualDigestAndOtherContentAnother() {
        assertEquals(new Content("a", "1", List.of("x")).digest(), new Content("a", "1", List.of("x")).digest());
        List<Content> all = List.of(
                Content.of("a"),
                Content.of("A"),
                Content.of("a "),
                new Content("a", "1", List.of()),
                new Content("a", "2", List.of()),
                new Content("a", null, List.of("1")),
                new Content("a", null, List.of("1", "2")),
                new Content("a", null, List.of("1,2")),
                new Content("a\",\"replyTo\":\"1", null, List.of()));
        Set<String> digests = new HashSet<>();
        all.forEach(content -> digests.add(content.digest()));
        assertEquals(all.size(), digests.size());
    }

    @Test
    void aStringAndAnObjectWithThatTextAreTheSameContent() {
        FrameReader reader = new FrameReader(new FrameLimits(100, 100, 32, 100, 100, 10, 100), Set.of());
        Content text = said(reader, "\"hi\"");
        assertEquals(
                text.digest(), said(reader, "{\"text\":\"hi\",\"mentions\":[]}").digest());
        assertNotEquals(text.digest(), said(reader, "\"hi!\"").digest());
    }

    private static Content said(FrameReader reader, String message) {
        JsonObject frame = new JsonObject("{\"type\":\"message\",\"message\":" + message + "}");
        return ((ClientFrame.Message) reader.read(FrameFields.of(frame)).body()).content();
    }
}
