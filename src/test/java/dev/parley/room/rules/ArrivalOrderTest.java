package dev.parley.room.rules;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.messages.SendOrder;
import dev.parley.room.Rooms;
import org.junit.jupiter.api.Test;

class ArrivalOrderTest {
    private final ArrivalOrder order = new ArrivalOrder();

    private void admit(String user, String gateway, long number) {
        order.onAdmitted(Rooms.speaker(user), new SendOrder(gateway, number));
    }

    private boolean isOvertaken(String user, String gateway, long number) {
        return order.isOvertaken(Rooms.speaker(user), new SendOrder(gateway, number));
    }

    @Test
    void whatComesBehindALaterMessageOfItsSenderWasOvertaken() {
        admit("ann", "g", 9);
        assertTrue(isOvertaken("ann", "g", 7));
        assertFalse(isOvertaken("ann", "g", 9), "the same, sent again");
        assertFalse(isOvertaken("ann", "g", 10));
    }

    @Test
    void othersHaveAnOrderOfTheirOwn() {
        admit("ann", "g", 9);
        assertFalse(isOvertaken("bob", "g", 7));
        assertFalse(isOvertaken("ann", "h", 7), "another gateway is another connection");
        assertFalse(order.isOvertaken(Rooms.speaker("ann"), null), "a node of a build before tells no order");
    }

    @Test
    void whoSpokeLongAgoIsForgotten() {
        admit("ann", "g", 9);
        for (int i = 0; i < ArrivalOrder.SENDERS_MAX; i++) {
            admit("user" + i, "g", 10 + i);
        }
        assertFalse(isOvertaken("ann", "g", 7));
        assertTrue(isOvertaken("user0", "g", 9));
    }
}
