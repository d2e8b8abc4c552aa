package dev.parley.gateway.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.gateway.fanout.Attendance.Change;
import dev.parley.gateway.fanout.Attendance.State;
import org.junit.jupiter.api.Test;

class AttendanceTest {
    @Test
    void aLostLeaveIsOwedUntilTheRoomHasHeard() {
        for (State state : State.values()) {
            assertEquals(State.OWING, state.on(Change.LEAVE_LOST));
            assertEquals(State.KNOWN, state.on(Change.ANSWERED));
            assertEquals(State.FORGOTTEN, state.on(Change.ROOM_SLEEPS));
        }
        assertEquals(State.KNOWN, State.OWING.on(Change.TOLD));
        assertEquals(State.FORGOTTEN, State.FORGOTTEN.on(Change.TOLD));
    }
}
