package dev.parley.room.lifecycle;

import static dev.parley.room.lifecycle.Hibernation.State.ASLEEP;
import static dev.parley.room.lifecycle.Hibernation.State.AWAKE;
import static dev.parley.room.lifecycle.Hibernation.State.DROWSY;
import static dev.parley.room.lifecycle.Hibernation.State.GONE;
import static dev.parley.room.lifecycle.Hibernation.State.LEAVING;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.room.lifecycle.Hibernation.State;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class HibernationTest {
    private Context host;
    private Hibernation hibernation;

    @BeforeEach
    void begin(Vertx vertx) {
        host = vertx.getOrCreateContext();
        hibernation = hibernation();
    }

    private Hibernation hibernation(State... path) {
        Hibernation made = new Hibernation(task -> host.runOnContext(v -> task.run()));
        for (State each : path) {
            assertTrue(made.to(each));
        }
        return made;
    }

    @Test
    void sleepsAfterItsGraceUnlessUsed() {
        assertFalse(hibernation.to(ASLEEP));
        assertTrue(hibernation.to(DROWSY));
        assertFalse(hibernation.to(DROWSY));
        assertTrue(hibernation.to(AWAKE));
        assertFalse(hibernation.to(ASLEEP));
        assertFalse(hibernation.isLeaving());
        assertTrue(hibernation.to(DROWSY));
        assertTrue(hibernation.to(ASLEEP));
        assertTrue(hibernation.isLeaving());
        assertFalse(hibernation.to(AWAKE));
        assertFalse(hibernation.to(DROWSY));
    }

    @Test
    void leavesOnceWhateverItWas() {
        assertTrue(hibernation.to(DROWSY));
        hibernation.requireReload();
        assertTrue(hibernation.to(LEAVING));
        assertFalse(hibernation.to(LEAVING));
        assertTrue(hibernation.isLeaving());
        assertTrue(hibernation.mustReload(), "a second reason forgets nothing");
        assertFalse(hibernation.to(AWAKE));
        assertFalse(hibernation.to(ASLEEP));
    }

    /** The diagram, arrow by arrow, and no other. */
    @Test
    void makesTheTransitionsOfItsDiagramOnly() {
        Map<State, List<State>> paths = Map.of(
                AWAKE, List.of(),
                DROWSY, List.of(DROWSY),
                ASLEEP, List.of(DROWSY, ASLEEP),
                LEAVING, List.of(LEAVING),
                GONE, List.of(LEAVING, GONE));
        Map<State, Set<State>> arrows = Map.of(
                AWAKE, EnumSet.of(AWAKE, DROWSY, LEAVING, GONE),
                DROWSY, EnumSet.of(AWAKE, ASLEEP, LEAVING, GONE),
                ASLEEP, EnumSet.of(GONE),
                LEAVING, EnumSet.of(GONE),
                GONE, EnumSet.noneOf(State.class));
        for (State before : State.values()) {
            for (State next : State.values()) {
                Hibernation each = hibernation(paths.get(before).toArray(State[]::new));
                assertEquals(arrows.get(before).contains(next), each.to(next), before + " to " + next);
            }
        }
    }

    @Test
    void everyReasonButIdlenessLeavesFromAnyStateThatStays() {
        for (LeaveReason reason : LeaveReason.values()) {
            assertTrue(hibernation().to(reason.firstState()), reason + " when awake");
            assertEquals(
                    reason != LeaveReason.IDLE, hibernation(DROWSY).to(reason.firstState()), reason + " when drowsy");
            assertFalse(hibernation(LEAVING).to(reason.firstState()), reason + " when leaving");
        }
        assertEquals(
                List.of(LeaveReason.IDLE, LeaveReason.DELETED, LeaveReason.NODE_STOPS),
                Arrays.stream(LeaveReason.values())
                        .filter(reason -> !reason.reloads())
                        .toList(),
                "all others load an unfinished room again");
    }

    @Test
    void isGoneOnceItSaysSo() throws Exception {
        assertFalse(hibernation.gone().isComplete());
        hibernation.to(GONE);
        hibernation.to(GONE);
        await(hibernation.gone());
    }

    /** The host and the room decide at the same time: one of the two gets its way, never both. */
    @Test
    void useAndSleepExcludeEachOther() throws Exception {
        ExecutorService user = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < 2000; i++) {
                Hibernation each = hibernation(DROWSY);
                CyclicBarrier together = new CyclicBarrier(2);
                Future<Boolean> stayed = user.submit(() -> {
                    together.await();
                    return each.to(AWAKE);
                });
                together.await();
                boolean left = each.to(ASLEEP);
                assertEquals(!left, stayed.get());
            }
        } finally {
            user.shutdown();
        }
    }
}
