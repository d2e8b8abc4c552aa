package dev.parley.issues;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Paging back by message ids comes to an end, whatever ids the senders chose.
 *
 * <p>What happened: {@code startAfter} as text was read as a {@code seq} when it consisted of digits, and an id that
 * several senders had used meant the latest of its messages. Who was hit: clients that page by the id of the first
 * message they have; they got the same pages again and again. What was mended: text is an id first, and a connection
 * remembers which message its last page began with.
 */
class PagingByIdTest {
    @AutoClose
    private static final TestNode node = TestNode.start();

    private static List<Long> pagedByIds(TestSocket client, String room) {
        List<Long> seqs = new ArrayList<>();
        Object startAfter = Long.MAX_VALUE;
        for (int pages = 0; pages < 20; pages++) {
            client.send("load_messages", "room", room, "limit", 2, "startAfter", startAfter);
            JsonObject page = client.await("messages_loaded");
            JsonArray messages = page.getJsonArray("messages");
            for (int i = messages.size() - 1; i >= 0; i--) {
                seqs.add(messages.getJsonObject(i).getLong("seq"));
            }
            if (!page.getBoolean("hasMore")) {
                return seqs;
            }
            startAfter = messages.getJsonObject(0).getString("id");
        }
        throw new AssertionError("paging does not end: " + seqs);
    }

    @Test
    void pagingByIdsOfDigitsEnds() {
        try (TestSocket ann = node.connect("ann")) {
            for (int i = 1; i <= 7; i++) {
                ann.say("digits", String.valueOf(100 + i), "m" + i);
            }
            assertEquals(List.of(7L, 6L, 5L, 4L, 3L, 2L, 1L), pagedByIds(ann, "digits"));
            assertEquals(List.of(1L, 2L), seqs(ann, "103"));
            assertEquals(List.of(1L, 2L), seqs(ann, 3));
            assertEquals(List.of(1L, 2L), seqs(ann, "3"));
            assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L), seqs(ann, 103));
        }
    }

    private static List<Long> seqs(TestSocket client, Object startAfter) {
        client.send("load_messages", "room", "digits", "startAfter", startAfter);
        return client.await("messages_loaded").getJsonArray("messages").stream()
                .map(message -> ((JsonObject) message).getLong("seq"))
                .toList();
    }

    @Test
    void pagingByAnIdOfSeveralSendersEnds() {
        try (TestSocket ann = node.connect("ann");
                TestSocket bob = node.connect("bob")) {
            for (int i = 1; i <= 3; i++) {
                ann.say("same", "x" + i, "ann's");
                bob.say("same", "x" + (4 - i), "bob's");
            }
            assertEquals(List.of(6L, 5L, 4L, 3L, 2L, 1L), pagedByIds(bob, "same"));
        }
    }
}
