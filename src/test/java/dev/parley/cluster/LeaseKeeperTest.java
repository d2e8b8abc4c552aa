package dev.parley.cluster;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.config.ClusterConfig;
import dev.parley.config.StoreConfig;
import dev.parley.messages.HostCommand;
import dev.parley.store.StoreObserver;
import dev.parley.store.postgres.PostgresStore;
import dev.parley.testing.Frames;
import dev.parley.testing.TestConfig;
import dev.parley.testing.TestPostgres;
import dev.parley.testing.TestStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two keepers on one database. Nobody but the test tells them to look; leases are long unless a test is about that. */
@ExtendWith(VertxExtension.class)
class LeaseKeeperTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SOON = Duration.ofMillis(400);
    private static final Duration OFTEN = Duration.ofMillis(100);

    private final String url = TestPostgres.shared().newDatabase();
    private final Membership ofA = LeaseKeeper.membership("a");
    private final Membership ofB = LeaseKeeper.membership("b");
    private PostgresStore store;
    private LeaseKeeper a;
    private LeaseKeeper b;
    private final InstantSource clock = InstantSource.system();

    @BeforeEach
    void begin(Vertx vertx) {
        StoreConfig config = TestStore.config(url, "queue", 1000, "lanes", 1);
        store = await(PostgresStore.open(vertx, config, StoreObserver.NONE));
        a = keeper(vertx, ofA, OFTEN);
        b = keeper(vertx, ofB, OFTEN);
        await(a.start());
        await(b.start());
        await(a.enterRing());
        await(b.enterRing());
        Frames.until("each sees both", () -> sees(ofA, "a", "b") && sees(ofB, "a", "b"));
    }

    @AfterEach
    void end() {
        await(Future.join(a.quit(), b.quit()));
        await(store.close());
    }

    private LeaseKeeper keeper(Vertx vertx, Membership membership, Duration every) {
        ClusterConfig config = TestConfig.changed(
                TestConfig.standard().cluster(),
                "enabled",
                true,
                "lease",
                LONG,
                "renewEvery",
                every,
                "stopAfter",
                Duration.ofMinutes(5),
                "suspectAfter",
                every.equals(OFTEN) ? SOON : every.multipliedBy(2),
                "lonelyAfter",
                LONG,
                "settle",
                Duration.ofMillis(1));
        return new LeaseKeeper(
                vertx,
                membership,
                store.leases(),
                config,
                2,
                () -> "127.0.0.1:1",
                () -> {},
                other -> Future.succeededFuture(new HostCommand.Reply.Pong(true)),
                clock);
    }

    private static boolean sees(Membership membership, String... nodes) {
        return membership.view().nodes().keySet().equals(Set.of(nodes))
                && membership.view().ring().equals(new Ring(List.of(nodes)));
    }

    private static void within(long mostMs, long sinceNanos) {
        long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sinceNanos);
        assertTrue(ms <= mostMs, ms + " ms");
    }

    @Test
    void theLevelIsThatOfEveryLeaseHolder() {
        assertEquals(ClusterLevel.CURRENT.number(), ofA.level());
        assertTrue(ofA.isOn(ClusterLevel.CAPABILITIES));
        assertTrue(Membership.alone("n", 1).isOn(ClusterLevel.CURRENT));
        assertFalse(LeaseKeeper.membership("n").isOn(ClusterLevel.CAPABILITIES), "unknown before the first lease");
    }

    @Test
    void whoLeavesTheRingStillHoldsItsLease() {
        await(b.leaveRing());
        Frames.until("a sees it", () -> ofA.view().ring().equals(new Ring(List.of("a"))));
        assertEquals(Set.of("a", "b"), ofA.view().nodes().keySet());
        assertTrue(ofB.holdsLease());
        assertFalse(ofB.view().ring().contains("b"));
    }

    @Test
    void whoQuitsIsGoneAtOnce() {
        long at = System.nanoTime();
        await(b.quit());
        Frames.until("a sees it", () -> sees(ofA, "a"));
        within(1000, at);
    }

    @Test
    void whoIsSuspectedAndSilentIsGoneSoon(Vertx vertx) {
        Membership ofC = LeaseKeeper.membership("c");
        LeaseKeeper c = keeper(vertx, ofC, Duration.ofMinutes(1)); // it does not renew again in this test
        await(c.start());
        await(c.enterRing());
        Frames.until("a sees it", () -> {
            c.refresh(); // whether the others reach it
            return sees(ofA, "a", "b", "c");
        });
        Frames.until(
                "a lets it go",
                () -> { // what c asked for before may renew it once more
                    a.onMembers(Set.of("a", "b", "c"));
                    a.onMembers(Set.of("a", "b"));
                    return sees(ofA, "a", "b");
                });
        assertTrue(sees(ofB, "a", "b") || sees(ofB, "a", "b", "c"));
        await(c.quit());
    }

    @Test
    void whoIsSuspectedAndRenewsStays() {
        a.onMembers(Set.of("a", "b"));
        a.onMembers(Set.of("a"));
        long until = System.nanoTime() + 2 * SOON.toNanos();
        Frames.until("some time", () -> {
            assertTrue(sees(ofA, "a", "b"));
            return System.nanoTime() > until;
        });
    }
}
