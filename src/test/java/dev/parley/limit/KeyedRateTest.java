package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class KeyedRateTest {
    private static final long SECOND = 1_000_000_000L;

    private final KeyedRate rate = new KeyedRate(() -> new TokenBucket(1, 1), 2);

    @Test
    void eachKeyHasItsOwn() {
        assertEquals(0, rate.take("a", 0));
        assertEquals(1000, rate.take("a", 0));
        assertEquals(0, rate.take("b", 0));
        rate.giveBack("a");
        rate.giveBack("unknown");
        assertEquals(0, rate.take("a", 0));
    }

    @Test
    void whenCrowdedANewKeyWaitsUntilAnotherIsFull() {
        assertEquals(0, rate.take("a", 0));
        assertEquals(0, rate.take("b", SECOND / 2));
        assertEquals(1000, rate.take("c", SECOND / 2));
        assertEquals(500, rate.take("a", SECOND / 2), "who is known is limited as ever");
        assertEquals(0, rate.take("c", SECOND));
        assertEquals(1000, rate.take("d", SECOND));
    }
}
