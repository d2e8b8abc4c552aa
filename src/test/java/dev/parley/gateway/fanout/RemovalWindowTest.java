package dev.parley.gateway.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** From when on removals are asked for. */
class RemovalWindowTest {
    private static final long OVERLAP = RemovalWindow.OVERLAP_MS;

    private final RemovalWindow window = new RemovalWindow();

    @Test
    void itOverlapsUntilAllOfTheLastOnesTimeMustBeSeen() {
        window.saw(1_000_000, 70);
        assertEquals(1_000_000 - OVERLAP, window.after(70));
        assertEquals(1_000_000 - OVERLAP + 500, window.after(570));
        assertEquals(1_000_000, window.after(70 + OVERLAP));
        assertEquals(1_000_000, window.after(70 + 10 * OVERLAP), "the clocks of store and node may differ by then");
    }

    @Test
    void anEarlierOneThatBecomesVisibleLaterDoesNotMoveIt() {
        window.saw(1_000_000, 70);
        window.saw(999_000, 570);
        assertEquals(1_000_000 - OVERLAP + 500, window.after(570));
        window.saw(1_000_100, 600);
        assertEquals(1_000_100 - OVERLAP, window.after(600));
    }
}
