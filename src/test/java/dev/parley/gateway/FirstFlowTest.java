package dev.parley.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class FirstFlowTest {
    @Test
    void twoPeopleTalkAndAskTheAssistant() {
        try (TestNode node = TestNode.start();
                TestSocket ann = node.connect("ann");
                TestSocket bob = node.connect("bob")) {
            assertEquals(0, ann.enter("main").getLong("seq"));
            bob.enter("main");
            assertEquals(1, ann.say("main", "a1", "hello bob").getLong("seq"));
            JsonObject heard = bob.await("message");
            assertEquals("hello bob", heard.getJsonObject("message").getString("text"));
            bob.say("main", "b1", "@assistant help");
            JsonObject first = ann.await("chunk");
            assertEquals(0, first.getInteger("offset"));
            assertEquals("", first.getString("content"));
            JsonObject complete = ann.await("complete");
            StringBuilder chunks = new StringBuilder();
            ann.all().stream()
                    .filter(f -> "chunk".equals(f.getString("type")))
                    .forEach(f -> chunks.append(f.getString("content")));
            assertEquals(complete.getString("content"), chunks.toString());
            assertTrue(chunks.length() > 20);
        }
    }
}
