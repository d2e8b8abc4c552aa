package dev.parley.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

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
        FrameReader reader = new FrameReader(100);
        Content text = reader.content("hi");
        assertEquals(
                text.digest(),
                reader.content(new io.vertx.core.json.JsonObject("{\"text\":\"hi\",\"mentions\":[]}"))
                        .digest());
        assertNotEquals(text.digest(), reader.content("hi!").digest());
    }
}
