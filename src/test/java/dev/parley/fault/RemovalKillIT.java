package dev.parley.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.fault.checker.Quantiles;
import dev.parley.fault.nodes.NodeProcess;
import dev.parley.fault.swarm.Tokens;
import dev.parley.testing.Frames;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * People are taken out of private rooms and let in again, by every way there is, while the bus loses every removal and a
 * third of all else, and nodes are killed: nothing above a removal reaches anybody, and it has its effect within a second.
 */
class RemovalKillIT {
    private static final int ROOMS = 3;
    private static final int SEEN = 3;
    private static final long SEED = 1;
    private static final Duration EFFECT = Duration.ofSeconds(1);
    private static final Duration EACH = Duration.ofSeconds(6);

    private final List<RoomOwner> owners = new ArrayList<>();
    private final List<Witness> witnesses = new ArrayList<>();
    private volatile boolean isOver;

    @Test
    void nothingAboveARemovalReachesAnybody() {
        Map<String, String> more = Map.of("PARLEY_LIMITS_REPLAY", "100000", "PARLEY_LIMITS_SIGNALS", many());
        try (Cluster cluster = Cluster.lossy("removal-kill", SEED, more)) {
            ExecutorService threads = Executors.newCachedThreadPool();
            try {
                List<CompletableFuture<Void>> speaking = new ArrayList<>();
                List<CompletableFuture<Void>> comingAndGoing = new ArrayList<>();
                for (int i = 0; i < ROOMS; i++) {
                    int number = i;
                    RoomOwner owner = new RoomOwner(
                            "owner" + i, "den" + i, cluster.nodes().all());
                    owner.change("PUT", "", new JsonObject().put("access", "private"));
                    owners.add(owner);
                    List<Witness> own = IntStream.range(0, 4)
                            .mapToObj(w -> new Witness(
                                    "user" + w, owner.room(), cluster.nodes().all(), (number + w) % 3))
                            .toList();
                    witnesses.addAll(own);
                    speaking.add(CompletableFuture.runAsync(owner::speak, threads));
                    comingAndGoing.add(CompletableFuture.runAsync(() -> comeAndGo(owner, own), threads));
                }
                kill(cluster.node(0));
                kill(cluster.node(1));
                isOver = true;
                comingAndGoing.forEach(CompletableFuture::join);
                owners.forEach(RoomOwner::beSilent);
                speaking.forEach(CompletableFuture::join);
            } finally {
                owners.forEach(RoomOwner::beSilent);
                isOver = true;
                threads.shutdown();
            }
            check();
            deleted(owners.get(0));
        } finally {
            witnesses.forEach(Witness::close);
        }
    }

    private static String many() {
        return new JsonObject().put("perSecond", 100_000).put("burst", 100_000).encode();
    }

    private static void kill(NodeProcess node) {
        LockSupport.parkNanos(EACH.toNanos());
        node.kill();
        LockSupport.parkNanos(EACH.toNanos());
        node.start();
        node.awaitReady();
    }

    /** Goes through all ways in and out, again and again. */
    private void comeAndGo(RoomOwner owner, List<Witness> own) {
        Witness member = own.get(0);
        Witness kicked = own.get(1);
        Witness invited = own.get(2);
        Witness stranger = own.get(3);
        while (!isOver) {
            owner.change("PUT", "/members/" + member.user(), new JsonObject().put("role", "member"));
            owner.change("PUT", "/members/" + kicked.user(), new JsonObject().put("role", "reader"));
            String token = owner.change("POST", "/invitations", new JsonObject().put("uses", 1))
                    .getString("token");
            owner.call(Tokens.of(invited.user()), "POST", "/api/invitations/" + token, null);
            assertFalse(stranger.enter(), "a stranger was let into a private room");
            Frames.until("the kick has run out", kicked::enter);
            for (Witness each : List.of(member, kicked, invited)) {
                assertTrue(each.isIn() || each.enter(), () -> each.user() + " was let in, and refused");
                each.awaitMore(SEEN);
            }
            owner.change("DELETE", "/members/" + member.user(), null);
            member.awaitOut();
            assertFalse(member.enter(), "who was removed came back");
            owner.change("POST", "/kicks/" + kicked.user(), new JsonObject().put("for", "1s"));
            kicked.awaitOut();
            owner.change("DELETE", "/members/" + kicked.user(), null);
            invited.awaitMore(SEEN);
            owner.change("PUT", "", new JsonObject().put("access", "open"));
            assertTrue(stranger.enter());
            assertTrue(member.enter());
            for (Witness each : List.of(member, stranger)) {
                each.awaitMore(SEEN);
            }
            owner.change("PUT", "", new JsonObject().put("access", "private"));
            for (Witness each : List.of(member, invited, stranger)) {
                each.awaitOut();
            }
        }
    }

    private void check() {
        List<Long> effects = new ArrayList<>();
        for (RoomOwner owner : owners) {
            List<JsonObject> log = owner.log();
            assertEquals(
                    IntStream.rangeClosed(1, log.size()).mapToObj(Long::valueOf).toList(),
                    log.stream().map(event -> event.getLong("seq")).toList());
            owner.acked()
                    .forEach((id, seq) -> assertEquals(
                            id,
                            log.get((int) (seq - 1)).getJsonObject("message").getString("id")));
            for (Witness witness : witnesses) {
                if (witness.room().equals(owner.room())) {
                    witness.look();
                    checkStays(witness, log);
                    effects.addAll(effects(witness, log));
                }
            }
        }
        Quantiles quantiles = Quantiles.of(effects);
        note("removal to left: " + quantiles);
        assertTrue(quantiles.count() > ROOMS * 4, quantiles::toString);
        assertTrue(quantiles.p99() <= EFFECT.toNanos(), quantiles::toString);
    }

    /** For whoever reads the logs. */
    private static void note(String text) {
        try {
            Files.writeString(Scenario.logs("removal-kill", SEED).resolve("figures.txt"), text + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void checkStays(Witness witness, List<JsonObject> log) {
        Admissions admissions = new Admissions(witness.user(), log);
        for (Witness.Stay stay : witness.stays()) {
            String who = witness.user() + " in " + witness.room() + " since " + stay.readySeq() + " ";
            assertTrue(admissions.isAdmitted(stay.readySeq()), () -> who + "was let in");
            assertEquals(List.of(), stay.after(), () -> who + "got something after left");
            long removal = admissions.removalAfter(stay.readySeq());
            long before = 0;
            for (JsonObject frame : stay.frames()) {
                if (RoomOwner.isEvent(frame)) {
                    long seq = frame.getLong("seq");
                    assertTrue(seq <= removal, () -> who + "was removed at " + removal + " and got " + frame);
                    assertTrue(before == 0 || seq == before + 1, () -> who + "got out of order " + frame);
                    assertEquals(log.get((int) (seq - 1)), frame, who);
                    before = seq;
                } else if (Frames.is(frame, "signal")) {
                    assertTrue(
                            frame.getLong("data") < removal,
                            () -> who + "was removed at " + removal + " and got " + frame);
                } else if (Frames.is(frame, "left")) {
                    assertEquals("forbidden", frame.getString("code"), who);
                    assertEquals(removal, before, () -> who + "left, and had not all up to the removal");
                }
            }
        }
    }

    /** How long after the removal was decided its user was told. */
    private static List<Long> effects(Witness witness, List<JsonObject> log) {
        List<Long> effects = new ArrayList<>();
        int leaving = 0;
        Admissions admissions = new Admissions(witness.user(), log);
        for (Witness.Stay stay : witness.stays()) {
            if (stay.isOver()) {
                JsonObject removal = log.get((int) (admissions.removalAfter(stay.readySeq()) - 1));
                long ms = witness.leavings().get(leaving++).atMs() - removal.getLong("ts");
                effects.add(TimeUnit.MILLISECONDS.toNanos(ms));
            }
        }
        return effects;
    }

    /** The room goes, and nothing of it comes back with its name. */
    private void deleted(RoomOwner owner) {
        Witness member = witnesses.get(0);
        owner.change("PUT", "/members/" + member.user(), new JsonObject().put("role", "member"));
        assertTrue(member.enter());
        long last = owner.log().size();
        owner.change("DELETE", "", null);
        member.awaitOut();
        assertEquals(
                "not_found", member.leavings().get(member.leavings().size() - 1).code());
        owner.change("PUT", "", new JsonObject().put("title", "anew"));
        assertTrue(owner.sayOne() > last + 1);
        JsonObject history =
                owner.call(Tokens.of("user3"), "GET", "/api/rooms/" + owner.room() + "/messages?limit=200", null);
        assertEquals(1, history.getJsonArray("messages").size(), history::encode);
    }
}
