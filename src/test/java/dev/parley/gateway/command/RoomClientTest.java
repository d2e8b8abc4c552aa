package dev.parley.gateway.command;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.bus.Bus;
import dev.parley.cluster.Membership;
import dev.parley.cluster.RoomDirectory;
import dev.parley.config.Config;
import dev.parley.gateway.fanout.FanoutSettings;
import dev.parley.gateway.fanout.FlushScheduler;
import dev.parley.gateway.fanout.ScriptedRoom;
import dev.parley.messages.Addresses;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.messages.Speaker;
import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.Content;
import dev.parley.model.Refusal;
import dev.parley.model.Role;
import dev.parley.testing.TestConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of commands that a room on another node did not handle. The room is the test's. */
class RoomClientTest {
    private static final Duration COMMAND_TIMEOUT = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMillis(900);
    private static final Speaker ANN = new Speaker(new Author("ann", "Ann", Author.Kind.USER), Role.MEMBER, "10.0.0.1");

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Bus bus = new Bus(vertx, Addresses.FAMILIES);
    private final ScriptedRoom room = new ScriptedRoom(bus);
    private final AtomicInteger ids = new AtomicInteger();
    private final RoomClient link = new RoomClient(ScriptedRoom.ROOM, settings().commands());

    private FanoutSettings settings() {
        Config config = TestConfig.with(new JsonObject()
                .put(
                        "rooms",
                        new JsonObject()
                                .put("patience", TestConfig.text(PATIENCE))
                                .put("commandTimeout", TestConfig.text(COMMAND_TIMEOUT))));
        return new FanoutSettings(
                bus,
                null,
                config.limits(),
                config.rooms(),
                (frames, us) -> {},
                Membership.alone("here", 1),
                new RoomDirectory(bus, Membership.alone(ScriptedRoom.NODE, 1), Duration.ofSeconds(1)),
                "here.0",
                () -> "made-" + ids.incrementAndGet(),
                new FlushScheduler(System::nanoTime, (nanos, round) -> round.run()),
                () -> true);
    }

    @BeforeEach
    void begin() {
        CompletableFuture<Void> started = new CompletableFuture<>();
        context.runOnContext(v -> room.start().onSuccess(started::complete));
        started.orTimeout(5, TimeUnit.SECONDS).join();
    }

    @AfterEach
    void end() {
        await(vertx.close());
    }

    /** Says these at once; what becomes of each. */
    private List<CompletableFuture<RoomReply>> say(String... wanted) {
        List<CompletableFuture<RoomReply>> replies = new ArrayList<>();
        Stream.of(wanted).forEach(id -> replies.add(new CompletableFuture<>()));
        context.runOnContext(v -> {
            for (int i = 0; i < wanted.length; i++) {
                CompletableFuture<RoomReply> reply = replies.get(i);
                Future<RoomReply> answered = link.request(new RoomCommand.Say(wanted[i], ANN, Content.of("text")));
                answered.onSuccess(reply::complete).onFailure(reply::completeExceptionally);
            }
        });
        return replies;
    }

    @CanIgnoreReturnValue
    private static RoomReply.Stored stored(CompletableFuture<RoomReply> reply) {
        return (RoomReply.Stored) reply.orTimeout(5, TimeUnit.SECONDS).join();
    }

    private static Code refused(CompletableFuture<RoomReply> reply) {
        Throwable failure =
                reply.handle((r, e) -> e).orTimeout(5, TimeUnit.SECONDS).join();
        return assertInstanceOf(Refusal.class, failure, () -> "answered " + reply)
                .code();
    }

    /** In order, each once. */
    private static void assertStored(List<CompletableFuture<RoomReply>> replies) {
        assertEquals(
                IntStream.rangeClosed(1, replies.size()).boxed().toList(),
                replies.stream().map(reply -> (int) stored(reply).seq()).toList());
    }

    /** What follows is sent at once. */
    private void wake() {
        stored(say("wake").get(0));
        room.received.clear();
    }

    @Test
    void whatTimedOutIsSentAgainInOrderWithTheSameIds() {
        room.losing(3);
        assertStored(say("a", "b", "c"));
        assertEquals(List.of("a", "b", "c", "a", "b", "c"), room.ids());
    }

    @Test
    void whatComesWhileItIsUnknownWaits() {
        wake();
        List<CompletableFuture<RoomReply>> later = new CopyOnWriteArrayList<>();
        room.script(exchange -> {
            ScriptedRoom.refuse(exchange);
            room.hostScript(host -> {
                later.addAll(say("b"));
                room.losing(0);
                room.activate(host);
            });
        });
        stored(say("a").get(0));
        assertEquals("b", stored(later.get(0)).id());
        assertEquals(List.of("a", "a", "b"), room.ids());
    }

    @Test
    void whatFoundNobodyIsSentAgain() {
        AtomicInteger activations = new AtomicInteger();
        room.hostScript(exchange -> {
            if (activations.incrementAndGet() < 3) {
                ScriptedRoom.lie(exchange);
            } else {
                room.activate(exchange);
            }
        });
        assertStored(say("a", "b"));
        assertEquals(List.of("a", "b"), room.ids());
        assertEquals(3, activations.get());
    }

    @Test
    void whatHeardUnavailableIsSentAgain() {
        wake();
        room.script(exchange -> {
            if (room.received.size() <= 4) {
                ScriptedRoom.refuse(exchange);
            } else {
                room.store(exchange);
            }
        });
        List<CompletableFuture<RoomReply>> replies = say("a", "b");
        assertEquals(2, stored(replies.get(0)).seq());
        assertEquals(3, stored(replies.get(1)).seq());
        assertEquals(List.of("a", "b", "a", "b", "a", "b"), room.ids());
    }

    @Test
    void whoseNodeIsNotReadyWaits() {
        AtomicInteger asked = new AtomicInteger();
        room.hostScript(exchange -> {
            if (asked.incrementAndGet() < 3) {
                ScriptedRoom.refuse(exchange);
            } else {
                room.activate(exchange);
            }
        });
        assertStored(say("a", "b"));
        assertEquals(List.of("a", "b"), room.ids());
    }

    @Test
    void whoseLaterNeighbourWasHandledIsRefused() {
        wake();
        room.script(exchange -> {
            if (!"a".equals(((RoomCommand.Say) exchange.body()).id())) {
                room.store(exchange);
            }
        });
        List<CompletableFuture<RoomReply>> replies = say("a", "b");
        assertEquals("b", stored(replies.get(1)).id());
        assertEquals(Code.UNAVAILABLE, refused(replies.get(0)));
        assertEquals(List.of("a", "b"), room.ids());
    }

    @Test
    void whatTheRoomCallsOvertakenIsRefusedAndNotSentAgain() {
        wake();
        room.script(exchange -> {
            if ("a".equals(((RoomCommand.Say) exchange.body()).id())) {
                exchange.reply(new RoomReply.Overtaken());
            } else {
                room.store(exchange);
            }
        });
        List<CompletableFuture<RoomReply>> replies = say("a", "b");
        assertEquals(Code.UNAVAILABLE, refused(replies.get(0)));
        assertEquals("b", stored(replies.get(1)).id());
        assertEquals(List.of("a", "b"), room.ids());
    }

    @Test
    void aRefusalThatIsNotToBeRetriedIsPassedOn() {
        room.script(exchange -> exchange.refuse(Code.CONFLICT.refuse("other content")));
        assertEquals(Code.CONFLICT, refused(say("a").get(0)));
        assertEquals(List.of("a"), room.ids());
    }

    @Test
    void withoutAnIdItGetsOneOnce() {
        room.losing(1);
        assertEquals("made-1", stored(say((String) null).get(0)).id());
        assertEquals(List.of("made-1", "made-1"), room.ids());
    }

    @Test
    void patienceBoundsSilence() {
        wake();
        room.script(exchange -> {});
        assertBounded();
        assertTrue(room.received.size() > 2, () -> room.ids().toString());
    }

    @Test
    void patienceBoundsUnavailable() {
        wake();
        room.script(ScriptedRoom::refuse);
        assertBounded();
    }

    @Test
    void patienceBoundsANodeThatIsNeverReady() {
        room.hostScript(ScriptedRoom::refuse);
        assertBounded();
        room.hostScript(room::activate);
        assertEquals("b", stored(say("b").get(0)).id());
    }

    @Test
    void patienceBoundsARoomThatLeftAndIsNotLoaded() {
        wake();
        room.script(ScriptedRoom::refuse);
        room.hostScript(ScriptedRoom::refuse);
        assertBounded();
        assertEquals(List.of("a"), room.ids());
    }

    private void assertBounded() {
        long begun = System.nanoTime();
        assertEquals(Code.UNAVAILABLE, refused(say("a").get(0)));
        long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        assertTrue(ms >= PATIENCE.toMillis() / 2 && ms <= PATIENCE.toMillis() + 500, ms + " ms");
    }
}
