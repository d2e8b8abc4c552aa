package dev.parley.room.rules;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.messages.RoomCommand.Say;
import dev.parley.messages.SendOrder;
import dev.parley.room.Rooms;
import org.junit.jupiter.api.Test;

class ArrivalOrderTest {
    private final ArrivalOrder order = new ArrivalOrder();

    private static Say say(String user, String gateway, long number) {
        Say plain = Rooms.say(user, "m" + number, "hello");
        return new Say(plain.id(), plain.by(), plain.content(), new SendOrder(gateway, number));
    }

    @Test
    void whatComesBehindALaterMessageOfItsSenderWasOvertaken() {
        order.onAdmitted(say("ann", "g", 9));
        assertTrue(order.isOvertaken(say("ann", "g", 7)));
        assertFalse(order.isOvertaken(say("ann", "g", 9)), "the same, sent again");
        assertFalse(order.isOvertaken(say("ann", "g", 10)));
    }

    @Test
    void othersHaveAnOrderOfTheirOwn() {
        order.onAdmitted(say("ann", "g", 9));
        assertFalse(order.isOvertaken(say("bob", "g", 7)));
        assertFalse(order.isOvertaken(say("ann", "h", 7)), "another gateway is another connection");
        assertFalse(order.isOvertaken(Rooms.say("ann", "m", "from a node that tells no order")));
    }

    @Test
    void whoSpokeLongAgoIsForgotten() {
        order.onAdmitted(say("ann", "g", 9));
        for (int i = 0; i < ArrivalOrder.SENDERS_MAX; i++) {
            order.onAdmitted(say("user" + i, "g", 10 + i));
        }
        assertFalse(order.isOvertaken(say("ann", "g", 7)));
        assertTrue(order.isOvertaken(say("user0", "g", 9)));
    }
}
