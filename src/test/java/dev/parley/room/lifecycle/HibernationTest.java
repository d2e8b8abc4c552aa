package dev.parley.room.lifecycle;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class HibernationTest {
    private Vertx vertx;
    private Hibernation hibernation;

    @BeforeEach
    void begin(Vertx vertx) {
        this.vertx = vertx;
        hibernation = new Hibernation(vertx.getOrCreateContext());
    }

    @Test
    void leavesAfterItsGraceUnlessAskedToStay() {
        assertFalse(hibernation.leaveIfDrowsy());
        assertTrue(hibernation.doze());
        assertFalse(hibernation.doze());
        assertTrue(hibernation.stay());
        assertFalse(hibernation.leaveIfDrowsy());
        assertFalse(hibernation.isLeaving());
        assertTrue(hibernation.doze());
        assertTrue(hibernation.leaveIfDrowsy());
        assertTrue(hibernation.isLeaving());
        assertFalse(hibernation.stay());
        assertFalse(hibernation.doze());
    }

    @Test
    void failsOnceWhateverItWas() {
        assertTrue(hibernation.doze());
        assertTrue(hibernation.fail(true));
        assertFalse(hibernation.fail(false));
        assertTrue(hibernation.isLeaving());
        assertTrue(hibernation.mustReload(), "a second failure forgets nothing");
        assertFalse(hibernation.stay());
        assertFalse(hibernation.leaveIfDrowsy());
    }

    @Test
    void isGoneOnceItSaysSo() throws Exception {
        assertFalse(hibernation.gone().isComplete());
        hibernation.isGone();
        hibernation.isGone();
        await(hibernation.gone());
    }

    /** The host and the room decide at the same time: one of the two gets its way, never both. */
    @Test
    void stayingAndLeavingExcludeEachOther() throws Exception {
        ExecutorService host = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < 2000; i++) {
                Hibernation each = new Hibernation(vertx.getOrCreateContext());
                assertTrue(each.doze());
                CyclicBarrier together = new CyclicBarrier(2);
                Future<Boolean> stayed = host.submit(() -> {
                    together.await();
                    return each.stay();
                });
                together.await();
                boolean left = each.leaveIfDrowsy();
                assertEquals(!left, stayed.get());
            }
        } finally {
            host.shutdown();
        }
    }
}
