package dev.parley.gateway.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.gateway.fanout.Attendance.Change;
import dev.parley.gateway.fanout.Attendance.State;
import org.junit.jupiter.api.Test;

class AttendanceTest {
    @Test
    void aLostLeaveIsOutdatedUntilTheRoomKnows() {
        for (State state : State.values()) {
            assertEquals(State.OUTDATED, state.on(Change.LEAVE_LOST));
            assertEquals(State.KNOWN, state.on(Change.REPLIED));
            assertEquals(State.FORGOTTEN, state.on(Change.ROOM_SLEEPS));
        }
        assertEquals(State.KNOWN, State.OUTDATED.on(Change.REPORTED));
        assertEquals(State.FORGOTTEN, State.FORGOTTEN.on(Change.REPORTED));
    }
}
