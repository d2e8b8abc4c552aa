package dev.parley.store.postgres;

import static dev.parley.store.Appends.asked;
import static dev.parley.store.Appends.turn;
import static dev.parley.testing.Futures.await;
import static dev.parley.testing.Futures.failure;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.cluster.ClusterLevel;
import dev.parley.cluster.Leases;
import dev.parley.cluster.LiveNode;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.store.Claim;
import dev.parley.store.StoreObserver;
import dev.parley.testing.PostgresProcess;
import dev.parley.testing.TestPostgres;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may have a room: two nodes, each with a store of its own, on one database. */
@ExtendWith(VertxExtension.class)
class LeasesTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration GRACE = Duration.ofMillis(50);
    private static final LiveNode A = new LiveNode("a", true, 2, "10.0.0.1:4000");
    private static final LiveNode B = new LiveNode("b", false, 1, "10.0.0.1:4000");

    private final PostgresProcess server = TestPostgres.shared();
    private final String url = server.newDatabase();
    private PostgresStore storeOfA;
    private PostgresStore storeOfB;
    private Leases ofA;
    private Leases ofB;

    @BeforeEach
    void openStores(Vertx vertx) {
        storeOfA = open(vertx);
        storeOfB = open(vertx);
        ofA = storeOfA.leases();
        ofB = storeOfB.leases();
    }

    @AfterEach
    void closeStores() {
        await(Future.join(storeOfA.close(), storeOfB.close()));
    }

    @Test
    void whoRenewsSeesWhoHoldsALease() {
        assertEquals(List.of(A), await(ofA.renew(A, LONG)).live());
        assertEquals(List.of(A, B), await(ofB.renew(B, LONG)).live());
        LiveNode drained = new LiveNode("a", false, 2, "10.0.0.1:4000");
        assertEquals(List.of(drained, B), await(ofA.renew(drained, LONG)).live());
        await(ofB.quit("b"));
        assertEquals(List.of(A), await(ofA.renew(A, LONG)).live());
    }

    @Test
    void theClusterHasTheLevelOfAllAndNeverGoesBack() {
        int current = ClusterLevel.CURRENT.number();
        server.askIn(
                url,
                "insert into nodes (id, ready, gateways, bus, renewed_at, lease_until)" // as a build without levels
                        // does
                        + " values ('old', true, 1, '10.0.0.1:4000', now(), now() + interval '1 hour')");
        assertEquals(0, await(ofA.renew(A, LONG)).level());
        LiveNode old = await(ofB.renew(B, LONG)).live().get(2);
        assertEquals(new LiveNode("old", null, true, 1, "10.0.0.1:4000", null, 0), old);
        await(ofA.quit("old"));
        assertEquals(current, await(ofA.renew(A, LONG)).level());
        assertEquals(current, await(ofB.renew(B, LONG)).level());
        assertEquals(current, await(ofB.renew(old, LONG)).level(), "one that comes later does not lower it");
        LiveNode newer = new LiveNode("newer", null, true, 1, "10.0.0.1:4000", null, current + 1);
        assertEquals(current, await(ofB.renew(newer, LONG)).level());
    }

    @Test
    void aRoomStaysWithANodeThatHoldsItsLease() {
        await(ofA.renew(A, LONG));
        assertEquals(new Claim(1, 0, List.of(), false), await(storeOfA.log().claim("r", "a")));
        await(storeOfA.log().commit(asked("r", 1, "q", turn("r", "t"))));
        assertEquals(Code.UNAVAILABLE, refused(storeOfB.log().claim("r", "b")));
        assertEquals(List.of(), await(storeOfB.turns().roomsWithOpenTurns(10)));
        Claim again = await(storeOfA.log().claim("r", "a"));
        assertEquals(2, again.epoch(), "a refused claim raises nothing");
        assertEquals(2, again.turns().get(0).turn().attempt());
        assertFalse(again.takenOver());
    }

    @Test
    void aRoomIsFreeOnceItIsReleased() {
        await(ofA.renew(A, LONG));
        long epoch = await(storeOfA.log().claim("r", "a")).epoch();
        await(storeOfA.log().commit(asked("r", 1, "q", turn("r", "t"))));
        await(storeOfA.log().release("r", epoch));
        assertEquals(List.of("r"), await(storeOfB.turns().roomsWithOpenTurns(10)));
        assertFalse(await(storeOfB.log().claim("r", "b")).takenOver());
    }

    @Test
    void aRoomIsFreeOnceItsNodeHasQuit() {
        await(ofA.renew(A, LONG));
        await(storeOfA.log().claim("r", "a"));
        await(ofA.quit("a"));
        Claim claim = await(storeOfB.log().claim("r", "b"));
        assertEquals(2, claim.epoch());
        assertTrue(claim.takenOver());
    }

    @Test
    void aRoomIsFreeOnceTheLeaseHasLapsed() {
        await(ofA.renew(A, GRACE));
        await(storeOfA.log().claim("r", "a"));
        assertTrue(claimWhenFree("r").takenOver());
    }

    @Test
    void aSuspectedNodeLosesItsRoomsUnlessItRenews() {
        await(ofA.renew(A, LONG));
        await(storeOfA.log().claim("r", "a"));
        await(ofB.suspect("a", LONG.plus(LONG)));
        assertEquals(Code.UNAVAILABLE, refused(storeOfB.log().claim("r", "b")), "a suspicion lengthens no lease");
        await(ofB.suspect("a", GRACE));
        await(ofA.renew(A, LONG));
        assertEquals(Code.UNAVAILABLE, refused(storeOfB.log().claim("r", "b")));
        await(ofB.suspect("a", GRACE));
        assertTrue(claimWhenFree("r").takenOver());
        await(ofB.suspect("nobody", GRACE));
    }

    @Test
    void aStepOfTheServersClockNeitherEndsALiveNodesLeaseNorLengthensADeadOnes(Vertx vertx) {
        await(Future.join(storeOfA.close(), storeOfB.close()));
        server.askIn(
                url,
                """
                create table fake_clock (step interval);
                insert into fake_clock values ('0');
                create function public.clock_timestamp() returns timestamptz language sql security definer as
                $$ select pg_catalog.clock_timestamp() + step from public.fake_clock $$""");
        server.askIn(
                url,
                "alter database " + url.substring(url.lastIndexOf('/') + 1) + " set search_path = public, pg_catalog");
        openStores(vertx);
        for (String step : List.of("1 hour", "-1 hour", "-2 days", "10 seconds")) {
            String live = "live" + step;
            String dead = "dead" + step;
            await(ofB.renew(B, LONG));
            await(ofA.renew(A, GRACE));
            await(storeOfA.log().claim(dead, "a"));
            server.askIn(url, "update fake_clock set step = step + interval '" + step + "'");
            await(ofB.renew(B, LONG));
            assertTrue(claimWhenFree(dead).takenOver(), step);
            await(ofA.renew(A, Duration.ofSeconds(5)));
            await(storeOfA.log().claim(live, "a"));
            server.askIn(url, "update fake_clock set step = step + interval '" + step + "'");
            assertEquals(List.of(A, B), await(ofB.renew(B, LONG)).live(), step);
            assertEquals(Code.UNAVAILABLE, refused(storeOfB.log().claim(live, "b")), step);
            assertEquals(List.of(A, B), await(ofA.renew(A, LONG)).live(), step);
        }
    }

    @Test
    void nodesThatAreLongGoneAreForgotten() {
        await(ofA.renew(A, LONG));
        server.askIn(url, "update nodes set lease_until = now() - interval '2 hours'");
        await(ofB.renew(B, LONG));
        assertEquals("b", server.askIn(url, "select string_agg(id, ',') from nodes"));
    }

    @Test
    void nodesThatRaceForARoomGetDifferentEpochs() {
        List<Future<Claim>> claims = new ArrayList<>();
        for (int n = 0; n < 50; n++) {
            claims.add(storeOfA.log().claim("r", "a"));
            claims.add(storeOfB.log().claim("r", "b"));
        }
        await(Future.join(claims));
        List<Long> epochs =
                claims.stream().map(claim -> claim.result().epoch()).sorted().toList();
        assertEquals(LongStream.rangeClosed(1, 100).boxed().toList(), epochs);
    }

    @Test
    void nodesThatRaceForManyRoomsDoNotBlockEachOther() {
        List<Future<Claim>> claims = new ArrayList<>();
        for (int n = 0; n < 200; n++) {
            claims.add(storeOfA.log().claim("room-" + n, "a"));
            claims.add(storeOfB.log().claim("room-" + (199 - n), "b"));
        }
        await(Future.all(claims));
    }

    /** Tries until the room is free. */
    private Claim claimWhenFree(String room) {
        Future<Claim> claim = storeOfB.log().claim(room, "b");
        while (await(claim.transform(done -> Future.succeededFuture(done.failed())))) {
            assertEquals(Code.UNAVAILABLE, refused(claim));
            claim = storeOfB.log().claim(room, "b");
        }
        return claim.result();
    }

    private PostgresStore open(Vertx vertx) {
        return await(PostgresStore.open(
                vertx, PostgresStoreTest.config(url, 10_000, Duration.ofSeconds(5)), StoreObserver.NONE));
    }

    private static Code refused(Future<?> call) {
        return assertInstanceOf(Refusal.class, failure(call)).code();
    }
}
