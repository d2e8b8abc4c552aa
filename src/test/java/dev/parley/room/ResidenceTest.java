package dev.parley.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class ResidenceTest {
    private Vertx vertx;
    private Residence residence;

    @BeforeEach
    void begin(Vertx vertx) {
        this.vertx = vertx;
        residence = new Residence(vertx.getOrCreateContext());
    }

    @Test
    void leavesAfterItsGraceUnlessAskedToStay() {
        assertFalse(residence.leaveIfDrowsy());
        assertTrue(residence.doze());
        assertFalse(residence.doze());
        assertTrue(residence.stay());
        assertFalse(residence.leaveIfDrowsy());
        assertFalse(residence.isLeaving());
        assertTrue(residence.doze());
        assertTrue(residence.leaveIfDrowsy());
        assertTrue(residence.isLeaving());
        assertFalse(residence.stay());
        assertFalse(residence.doze());
    }

    @Test
    void failsOnceWhateverItWas() {
        assertTrue(residence.doze());
        assertTrue(residence.fail(true));
        assertFalse(residence.fail(false));
        assertTrue(residence.isLeaving());
        assertTrue(residence.mustReload(), "a second failure forgets nothing");
        assertFalse(residence.stay());
        assertFalse(residence.leaveIfDrowsy());
    }

    @Test
    void isGoneOnceItSaysSo() throws Exception {
        assertFalse(residence.gone().isComplete());
        residence.isGone();
        residence.isGone();
        residence.gone().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    /** The host and the room decide at the same time: one of the two gets its way, never both. */
    @Test
    void stayingAndLeavingExcludeEachOther() throws Exception {
        ExecutorService host = Executors.newSingleThreadExecutor();
        try {
            for (int i = 0; i < 2000; i++) {
                Residence each = new Residence(vertx.getOrCreateContext());
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
