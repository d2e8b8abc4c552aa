package dev.parley.issues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.messages.Addresses;
import dev.parley.messages.GatewayEvent;
import dev.parley.messages.RoomCommand;
import dev.parley.testing.Frames;
import dev.parley.testing.Probe;
import dev.parley.testing.TestNode;
import dev.parley.testing.TestSocket;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A gateway whose answer to the roll call of a room is late or lost is not forgotten. One node, several event loops.
 *
 * <p>What happened: a room that woke up asked its gateways once and then sent only to those that had answered in time.
 * Who was hit: members on a slow or cut-off gateway, who got neither messages nor typing until they entered again. What
 * was mended: a room sends everything to a gateway until it has answered, asks it every second, and announces the
 * members of a late answer.
 */
class LateRollCallTest {
    private static final long HELD_MS_MAX = 1200;

    private static Map<String, String> environment(String rollCall) {
        return Map.of(
                "PARLEY_HTTP_LOOPS", "4",
                "PARLEY_ROOMS_IDLE_TIMEOUT", "200ms",
                "PARLEY_ROOMS_COMPARE_EVERY", "60s", // what is shown is not found by it
                "PARLEY_ROOMS_ROLL_CALL", rollCall);
    }

    private static String gatewayOf(TestNode node, String user, String room) {
        return node.node().membership().view().gatewayNames().stream()
                .filter(gateway -> Probe.users(node, gateway, room).contains(user))
                .findFirst()
                .orElseThrow();
    }

    /** Ann's gateway answers and passes what she says while Bob's is held up; it answers within the roll call. */
    @Test
    void aMessageSaidWhileAGatewayIsHeldUpIsSeenThere() {
        try (TestNode node = TestNode.start(environment("2s"))) {
            Map<String, Thread> loops = new ConcurrentHashMap<>();
            Handler<DeliveryContext<Object>> watcher = delivery -> {
                loops.put(delivery.message().address(), Thread.currentThread());
                delivery.next();
            };
            node.node().vertx().eventBus().addInboundInterceptor(watcher);
            TestSocket ann = node.connect("ann");
            TestSocket bob = node.connect("bob");
            TestSocket cid = node.connect("cid");
            List<String> rooms = List.of("r0", "r1", "r2", "r3");
            List.of(ann, bob, cid).forEach(each -> rooms.forEach(each::enter));
            String bobs = Addresses.roster(gatewayOf(node, "bob", "r0")).name();
            String anns = Addresses.roster(gatewayOf(node, "ann", "r0")).name();
            assertTrue(loops.get(bobs) != loops.get(anns));
            Frames.until("all sleep", () -> Probe.rooms(node) == 0);
            int inTime = 0;
            for (String room : rooms) {
                CountDownLatch acked = new CountDownLatch(1);
                CountDownLatch heard = new CountDownLatch(1);
                AtomicInteger released = new AtomicInteger();
                Handler<DeliveryContext<Object>> holder = delivery -> {
                    boolean rollCall = delivery.message().body() instanceof GatewayEvent.RollCall;
                    if (rollCall && Thread.currentThread() == loops.get(bobs)) {
                        released.set(await(acked) ? 1 : 0);
                    }
                    delivery.next();
                    if (rollCall && Thread.currentThread() == loops.get(anns)) {
                        heard.countDown();
                    }
                };
                node.node().vertx().eventBus().addInboundInterceptor(holder);
                cid.send("who", "room", room);
                assertTrue(await(heard));
                ann.say(room, "1", "to all");
                acked.countDown();
                Frames.until(
                        "bob sees it", () -> Frames.messages(bob.all(), room).size() == 1);
                node.node().vertx().eventBus().removeInboundInterceptor(holder);
                inTime += released.get();
            }
            assertTrue(inTime > 0, "the room itself was on the loop that was held up, every time");
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(HELD_MS_MAX, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aLostAnswerIsAskedForAgainAndAnnounced() {
        try (TestNode node = TestNode.start(environment("50ms"))) {
            TestSocket ann = node.connect("ann");
            TestSocket bob = node.connect("bob");
            ann.enter("r");
            bob.enter("r");
            String bobs = gatewayOf(node, "bob", "r");
            Frames.until("it sleeps", () -> Probe.rooms(node) == 0);
            int before = ann.all().size();
            AtomicInteger lost = new AtomicInteger();
            Handler<DeliveryContext<Object>> loser = delivery -> {
                if (delivery.message().body() instanceof RoomCommand.Present present
                        && present.gateway().equals(bobs)) {
                    lost.incrementAndGet();
                } else {
                    delivery.next();
                }
            };
            node.node().vertx().eventBus().addInboundInterceptor(loser);
            ann.say("r", "1", "one");
            Frames.until("lost", () -> lost.get() > 0);
            assertEquals(Set.of("ann"), Probe.members(node, "r"));
            Frames.until(
                    "bob sees it all the same",
                    () -> Frames.messages(bob.all(), "r").size() == 1);
            node.node().vertx().eventBus().removeInboundInterceptor(loser);
            Frames.until("he is announced", () -> ann.all().stream()
                    .skip(before)
                    .anyMatch(f -> Frames.is(f, "joined") && f.encode().contains("bob")));
            assertEquals(Set.of("ann", "bob"), Probe.members(node, "r"));
            ann.send("typing", "room", "r", "on", true);
            Frames.until(
                    "bob sees her typing",
                    () -> Frames.ofType(bob.all(), "typing").size() > 0);
            bob.say("r", "2", "two");
            Frames.until("ann sees it", () -> Frames.messages(ann.all(), "r").size() == 2);
        }
    }

    @Test
    void typingNeverOutlivesGone() {
        Map<String, String> environment = new HashMap<>(environment("50ms"));
        environment.put("PARLEY_ROOMS_TYPING_TIMEOUT", "20s");
        try (TestNode node = TestNode.start(environment)) {
            TestSocket ann = node.connect("ann");
            TestSocket bob = node.connect("bob");
            ann.enter("r");
            bob.enter("r");
            ann.await(f -> Frames.is(f, "joined") && f.encode().contains("bob"));
            bob.send("typing", "room", "r", "on", true);
            ann.await("typing");
            bob.abort();
            ann.await("gone");
            List<JsonObject> typing = Frames.ofType(ann.all(), "typing");
            assertEquals(2, typing.size());
            assertEquals(false, typing.get(1).getBoolean("on"));
            assertEquals("bob", typing.get(1).getString("by"));
            // One who comes and goes between two batches is never announced, and yet stops.
            TestSocket cid = node.connect("cid");
            cid.enter("r");
            cid.send("typing", "room", "r", "on", true);
            ann.await(f -> Frames.is(f, "typing") && f.getBoolean("on"));
            cid.abort();
            ann.await(f -> Frames.is(f, "typing") && f.getString("by").equals("cid") && !f.getBoolean("on"));
        }
    }
}
