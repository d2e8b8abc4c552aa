package dev.parley.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void messagesAreDueAtEvenDistances() {
        Schedule schedule = Schedule.during(5, SECOND, 4);
        assertEquals(4, schedule.count());
        assertEquals(5, schedule.at(0));
        assertEquals(5 + 3 * SECOND / 4, schedule.at(3));
    }

    @Test
    void whoIsLateFindsAllThatFellDueMeanwhileAndNoMore() {
        Schedule schedule = Schedule.during(100, SECOND, 1000);
        assertEquals(0, schedule.dueBy(99));
        assertEquals(1, schedule.dueBy(100));
        assertEquals(1, schedule.dueBy(100 + 999_999));
        assertEquals(2, schedule.dueBy(100 + 1_000_000));
        assertEquals(501, schedule.dueBy(100 + SECOND / 2));
        assertEquals(1000, schedule.dueBy(100 + 60 * SECOND));
    }

    @Test
    void bothWaysToAskAgreeWhateverTheRate() {
        for (double rate : new double[] {0.3, 3, 7, 333.3, 99_991}) {
            Schedule schedule = new Schedule(17, rate, 2000);
            for (long number = 0; number < 2000; number++) {
                assertEquals(number + 1, schedule.dueBy(schedule.at(number)), "rate " + rate);
                assertEquals(number, schedule.dueBy(schedule.at(number) - 1), "rate " + rate);
            }
        }
    }

    @Test
    void aShortTimeHoldsOneMessageAtLeast() {
        assertEquals(1, Schedule.during(0, 1000, 1).count());
        assertThrows(IllegalArgumentException.class, () -> new Schedule(0, 0, 1));
    }

    @Test
    void shapesAreRoomsByMembers() {
        assertEquals(Optional.of(new RoomShape(10, 100)), RoomShape.parse("10x100"));
        assertEquals("10x100", new RoomShape(10, 100).toString());
        for (String wrong : new String[] {"", "10", "x", "0x1", "1x0", "-1x1", "1x1x1", "1 x 1", "9999999x1"}) {
            assertEquals(Optional.empty(), RoomShape.parse(wrong), wrong);
        }
    }
}
