package dev.parley.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DirectRoomsTest {
    @Test
    void theSameUsersHaveTheSameRoomInAnyOrder() {
        String room = DirectRooms.of(List.of("ann", "bob"), "secret");
        assertEquals(room, DirectRooms.of(List.of("bob", "ann", "bob"), "secret"));
        assertTrue(room.matches("direct:[A-Za-z0-9_-]{22}"), room);
        assertTrue(RoomName.isValid(room));
        assertTrue(DirectRooms.isDirect(room));
    }

    /** Also where ids hold what stands between them. */
    @Test
    void othersHaveOthers() {
        Set<String> rooms = new TreeSet<>();
        for (List<String> users : List.of(
                List.of("ann", "bob"),
                List.of("ann", "bob", "cy"),
                List.of("ann,bob", "cy"),
                List.of("ann", "bob,cy"),
                List.of("ann\",\"bob", "cy"),
                List.of("a", "nnbob"))) {
            rooms.add(DirectRooms.of(users, "secret"));
        }
        rooms.add(DirectRooms.of(List.of("ann", "bob"), "another secret"));
        assertEquals(7, rooms.size());
    }
}
