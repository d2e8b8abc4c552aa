package dev.parley.fault.checker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.fault.history.ClientHistory;
import dev.parley.fault.history.Observation;
import dev.parley.fault.history.Observation.Acked;
import dev.parley.fault.history.Observation.Sent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is called the silence of a room. */
class FiguresTest {
    private static final long MS = 1_000_000;

    private static Observation sent(long wantedMs, String id) {
        return new Sent(wantedMs * MS, 1, "room", id, "text", wantedMs * MS);
    }

    private static Observation acked(long ms, String id) {
        return new Acked(ms * MS, 1, "room", id, 1, false);
    }

    private static long longestMs(List<Long> windowsMs, Observation... seen) {
        List<ClientHistory> clients = List.of(new ClientHistory("ann", "ws", List.of(seen)));
        List<Long> windows = windowsMs.stream().map(ms -> ms * MS).toList();
        return Silence.longest(clients, windows).get(windowsMs.size() - 1) / MS;
    }

    @Test
    void nobodyWaitingIsNoSilence() {
        assertEquals(5, longestMs(List.of(0L), sent(0, "a"), acked(5, "a"), sent(9000, "b"), acked(9003, "b")));
    }

    @Test
    void oneAcknowledgedEndsItForAll() {
        Observation[] seen = {sent(0, "a"), sent(10, "b"), acked(400, "b"), acked(1000, "a")};
        assertEquals(600, longestMs(List.of(0L), seen));
    }

    @Test
    void itCountsForTheFaultInWhichItFalls() {
        Observation[] seen = {sent(0, "a"), acked(900, "a"), sent(2000, "b"), acked(2100, "b")};
        assertEquals(100, longestMs(List.of(0L, 1500L), seen));
    }
}
