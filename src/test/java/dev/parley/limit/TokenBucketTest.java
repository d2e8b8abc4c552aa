package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest
    @ValueSource(longs = {0, -5_000_000_000_000L, 7_000_000_000_000_000L})
    void holdsItsBurstAndRefillsEvenly(long start) {
        TokenBucket bucket = new TokenBucket(5, 20);
        for (int i = 0; i < 20; i++) {
            assertEquals(0, bucket.take(start));
        }
        assertEquals(200, bucket.take(start));
        assertEquals(100, bucket.take(start + SECOND / 10));
        assertEquals(0, bucket.take(start + SECOND / 5));
        assertEquals(200, bucket.take(start + SECOND / 5));
        assertFalse(bucket.isFull(start + 4 * SECOND));
        assertTrue(bucket.isFull(start + 5 * SECOND));
    }

    @Test
    void waitsAtLeastAMillisecond() {
        TokenBucket bucket = new TokenBucket(1_000_000, 1);
        assertEquals(0, bucket.take(0));
        assertEquals(1, bucket.take(0));
    }

    @Test
    void whatIsGivenBackCanBeTakenAgainAndNoMore() {
        TokenBucket bucket = new TokenBucket(1, 1);
        assertEquals(0, bucket.take(0));
        bucket.giveBack();
        bucket.giveBack();
        assertEquals(0, bucket.take(0));
        assertEquals(1000, bucket.take(0));
    }

    @Test
    void aBucketOfNoneGivesNone() {
        assertTrue(new TokenBucket(0, 0).take(0) > 0);
        assertTrue(new TokenBucket(0, 0).take(0) <= 3_600_000, "a wait that fits a Retry-After");
    }

    @Test
    void neverGivesMoreThanBurstAndRate() {
        Random random = new Random(7);
        TokenBucket bucket = new TokenBucket(10, 5);
        long now = 0;
        int given = 0;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(50_000_000);
            given += bucket.take(now) == 0 ? 1 : 0;
            assertTrue(given <= 5 + now / (SECOND / 10) + 1);
        }
        assertTrue(given >= now / 1e8 * 0.98);
    }
}
