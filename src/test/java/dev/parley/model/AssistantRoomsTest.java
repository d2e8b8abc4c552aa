package dev.parley.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssistantRoomsTest {
    @ParameterizedTest
    @CsvSource({
        "assistant:me, user_1, assistant:user_1",
        "assistant:me:x, user_1, assistant:user_1:x",
        "assistant:me, a_20b, assistant:a_5f20b",
        "assistant:me, a b, assistant:a_20b",
        "assistant:me, é, assistant:_c3_a9",
        "assistant:me, a:b, assistant:a_3ab",
        "assistant:me, auth0|5f, assistant:auth0_7c5f",
        "assistant:me, a.events, assistant:a_2eevents",
        "assistant:me, a.b, assistant:a.b",
        "assistant:me:x:y, a, assistant:a:x:y",
        "assistant:me:x y, a, assistant:a:x_20y",
        "assistant:me:a_20b, a, assistant:a:a_20b",
        "assistant:me, me, assistant:me",
        "assistant:mean, a, assistant:mean",
        "assistant:bob, a, assistant:bob",
        "main, a, main"
    })
    void storedNames(String name, String sub, String stored) {
        assertEquals(stored, AssistantRooms.resolve(name, sub));
    }

    @Test
    void aLongSubStillHasItsRoom() {
        String sub = "é".repeat(40);
        String room = AssistantRooms.resolve("assistant:me:conversation", sub);
        assertTrue(room.length() <= 128, room);
        assertTrue(AssistantRooms.ownedBy(room, sub));
        assertFalse(AssistantRooms.ownedBy(room, "é".repeat(41)));
        String forged = room.substring("assistant:".length(), room.lastIndexOf(':'));
        assertFalse(AssistantRooms.ownedBy(room, forged), "nobody can be called like a hash");
    }

    @Test
    void aRoomWithTheAssistantIsItsOwnersAlone() {
        assertTrue(AssistantRooms.ownedBy("assistant:a:b", "a"));
        assertFalse(AssistantRooms.ownedBy("assistant:a:b", "a:b"));
        assertFalse(AssistantRooms.ownedBy("assistant:ab", "a"));
        assertFalse(AssistantRooms.ownedBy("a", "a"));
        assertFalse(AssistantRooms.isPrivate("assistants"));
    }

    /** Subs of the characters that could collide: no two of them share a room, and each owns its own alone. */
    @Test
    void noTwoSubsShareARoom() {
        Random random = new Random(7);
        String letters = "_25fae6:. é.events";
        Map<String, String> owners = new HashMap<>();
        String before = "x";
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = 1 + random.nextInt(7); n > 0; n--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            if (random.nextInt(10) == 0) {
                text.append(".events");
            }
            String sub = text.toString();
            String room = AssistantRooms.resolve("assistant:me", sub);
            String owner = owners.putIfAbsent(room, sub);
            assertTrue(owner == null || owner.equals(sub), () -> owner + " and " + sub + " share " + room);
            assertTrue(AssistantRooms.ownedBy(room, sub));
            assertTrue(room.matches("[A-Za-z0-9._:-]+") && !room.endsWith(".events"), room);
            if (!before.equals(sub)) {
                assertFalse(AssistantRooms.ownedBy(room, before), room);
                assertNotEquals(room, AssistantRooms.resolve("assistant:me", before));
            }
            before = sub;
        }
    }
}
