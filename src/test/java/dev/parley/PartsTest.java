package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Parts start down the list and stop up it, one after the other, whatever fails. */
class PartsTest {
    private final List<String> done = new ArrayList<>();
    private final Parts parts = new Parts();

    private Part part(String name) {
        return part(name, Future::succeededFuture, Future::succeededFuture);
    }

    private Part part(String name, Supplier<Future<Void>> start, Supplier<Future<Void>> stop) {
        return new Part(
                name,
                () -> {
                    done.add("start " + name);
                    return start.get();
                },
                () -> {
                    done.add("stop " + name);
                    return stop.get();
                });
    }

    @Test
    void theyStopInTheOppositeOrder() {
        Future<String> opened = parts.open("a", () -> Future.succeededFuture("A"), value -> {
            done.add("close " + value);
            return Future.succeededFuture();
        });
        assertEquals("A", opened.result());
        assertTrue(parts.start(List.of(part("b"), part("c"))).succeeded());
        assertTrue(parts.stop().succeeded());
        assertEquals(List.of("start b", "start c", "stop c", "stop b", "close A"), done);
    }

    @Test
    void eachWaitsForTheOneBefore() {
        Promise<Void> slowStart = Promise.promise();
        Promise<Void> slowStop = Promise.promise();
        Future<Void> started = parts.start(List.of(part("a", slowStart::future, Future::succeededFuture), part("b")));
        assertEquals(List.of("start a"), done);
        slowStart.complete();
        assertTrue(started.succeeded());
        assertTrue(parts.start(List.of(part("c", Future::succeededFuture, slowStop::future)))
                .succeeded());
        Future<Void> stopped = parts.stop();
        assertFalse(stopped.isComplete());
        assertEquals(List.of("start a", "start b", "start c", "stop c"), done);
        slowStop.complete();
        assertTrue(stopped.succeeded());
        assertEquals(List.of("start a", "start b", "start c", "stop c", "stop b", "stop a"), done);
    }

    @Test
    void aFailedStartStopsWhatHadBegunAndThePartThatFailed() {
        Part failing = part("b", () -> Future.failedFuture("no"), Future::succeededFuture);
        assertTrue(parts.start(List.of(part("a"), failing, part("c"))).failed());
        assertTrue(parts.stop().succeeded());
        assertEquals(List.of("start a", "start b", "stop b", "stop a"), done);
    }

    @Test
    void aPartThatCannotBeOpenedIsNotClosed() {
        Future<String> opened = parts.open("a", () -> Future.failedFuture("no"), value -> {
            done.add("close " + value);
            return Future.succeededFuture();
        });
        assertTrue(opened.failed());
        assertTrue(parts.stop().succeeded());
        assertEquals(List.of(), done);
    }

    @Test
    void aPartThatCannotStopDoesNotHoldUpTheOthers() {
        Part failing = part("b", Future::succeededFuture, () -> Future.failedFuture("no"));
        Part throwing = part("c", Future::succeededFuture, () -> {
            throw new IllegalStateException("no");
        });
        assertTrue(parts.start(List.of(part("a"), failing, throwing)).succeeded());
        assertTrue(parts.stop().succeeded());
        assertEquals(List.of("stop c", "stop b", "stop a"), done.subList(3, 6));
    }

    @Test
    void askedAgainItStopsOnce() {
        assertTrue(parts.start(List.of(part("a"))).succeeded());
        assertSame(parts.stop(), parts.stop());
        assertEquals(List.of("start a", "stop a"), done);
    }
}
