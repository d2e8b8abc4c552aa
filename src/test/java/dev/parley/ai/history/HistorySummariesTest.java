package dev.parley.ai.history;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.ai.Samples;
import dev.parley.store.Commit;
import dev.parley.store.Effect;
import dev.parley.store.Store;
import dev.parley.testing.TestStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class HistorySummariesTest {
    private final AtomicInteger made = new AtomicInteger();

    /** A room in which m1 … m40 were said. */
    private static Store forty(Vertx vertx) {
        return TestStore.withMessages(
                vertx, "r", IntStream.rangeClosed(1, 40).mapToObj(n -> "m" + n).toArray(String[]::new));
    }

    private HistorySummaries earlier(Vertx vertx, Store store, int most) {
        return new HistorySummaries(
                vertx, store.history(), Samples.context(10, most, Duration.ofSeconds(20)), (chatLines, bytes) -> {
                    made.incrementAndGet();
                    return chatLines.get(0).text() + "…"
                            + chatLines.get(chatLines.size() - 1).text();
                });
    }

    /** On one context, as the verticle uses it. */
    private static String before(Vertx vertx, HistorySummaries historySummaries, int first, int last) {
        List<ChatLine> shown = new ArrayList<>();
        for (int n = first; n <= last; n++) {
            shown.add(Samples.line(n, Samples.ANN, "m" + n));
        }
        return await(Future.future(done ->
                vertx.runOnContext(v -> historySummaries.before("r", shown).onComplete(done))));
    }

    @Test
    void aSummaryDoesUntilTheWindowHasLeftIt(Vertx vertx) {
        HistorySummaries historySummaries = earlier(vertx, forty(vertx), 100);
        assertEquals("", before(vertx, historySummaries, 1, 8), "all is shown");
        assertEquals("m1…m12", before(vertx, historySummaries, 11, 20), "what is shown next to nobody is told as well");
        assertEquals("m1…m12", before(vertx, historySummaries, 13, 22));
        assertEquals(1, made.get());
        assertEquals("m1…m15", before(vertx, historySummaries, 14, 23), "13 would be missing");
        assertEquals("m1…m3", before(vertx, historySummaries, 2, 11), "14 was said after this prompt");
        assertEquals(3, made.get());
    }

    @Test
    void itIsOfTheLatestOfThem(Vertx vertx) {
        assertEquals("m27…m33", before(vertx, earlier(vertx, forty(vertx), 5), 32, 39));
        assertEquals("", before(vertx, earlier(vertx, forty(vertx), 0), 32, 39), "off");
    }

    @Test
    void nothingIsToldOfWhatTheRoomHasDropped(Vertx vertx) {
        Store store = forty(vertx);
        HistorySummaries historySummaries = earlier(vertx, store, 100);
        assertEquals("m1…m12", before(vertx, historySummaries, 11, 20));
        long epoch = await(store.log().claim("r", "test")).epoch();
        drop(store, epoch, 5);
        assertEquals("m5…m12", before(vertx, historySummaries, 11, 20));
        assertEquals("m5…m12", before(vertx, historySummaries, 11, 20));
        assertEquals(2, made.get());
        drop(store, epoch, 11);
        assertEquals("", before(vertx, historySummaries, 11, 20), "the model gets all that is kept");
    }

    private static void drop(Store store, long epoch, long first) {
        await(store.log().commit(new Commit("r", epoch, 0, null, List.of(), List.of(new Effect.Retain(first, null)))));
    }

    @Test
    void anAnswerGoesOnWithoutIt(Vertx vertx) {
        assertEquals("", before(vertx, earlier(vertx, TestStore.away(vertx), 100), 11, 20));
        CountDownLatch never = new CountDownLatch(1);
        HistorySummaries slow = new HistorySummaries(
                vertx, forty(vertx).history(), Samples.context(10, 100, Duration.ofMillis(50)), (chatLines, bytes) -> {
                    try {
                        return never.await(60, TimeUnit.SECONDS) ? "late" : "";
                    } catch (InterruptedException e) {
                        return "";
                    }
                });
        assertEquals("", before(vertx, slow, 11, 20));
        never.countDown();
    }
}
