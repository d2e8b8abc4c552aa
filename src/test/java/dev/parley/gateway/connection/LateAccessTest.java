package dev.parley.gateway.connection;

import static dev.parley.gateway.connection.FakeClient.ann;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.bus.Bus;
import dev.parley.messages.Addresses;
import dev.parley.messages.HostCommand;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import dev.parley.testing.Frames;
import dev.parley.testing.Futures;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes for a room while it is not known whether its sender may enter. The test answers, and is the room. */
class LateAccessTest {
    private static final String WHY = "you may not enter this room";

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Bus bus = new Bus(vertx, Addresses.FAMILIES);
    private final Queue<Promise<Void>> asked = new ConcurrentLinkedQueue<>();
    private final FakeClient client = new FakeClient(
            bus,
            ann(null),
            token -> Future.succeededFuture(ann(null)),
            key -> Future.failedFuture(key),
            (who, action, about) -> {
                Promise<Void> answer = Promise.promise();
                asked.add(answer);
                return answer.future();
            });
    /** What came to the room. */
    private final List<String> commands = new CopyOnWriteArrayList<>();

    @BeforeEach
    void serve() throws Exception {
        on(() -> bus.<HostCommand, HostCommand.Reply>serve(
                Addresses.host(FakeClient.NODE), e -> e.reply(new HostCommand.Reply.Active("r"))));
        on(() -> bus.<RoomCommand, RoomReply>serve(Addresses.room(FakeClient.NODE, "r"), exchange -> {
            if (exchange.body() instanceof RoomCommand.Enter) {
                commands.add("enter");
                exchange.reply(new RoomReply.Entered(1, 0, 1, List.of()));
            } else if (exchange.body() instanceof RoomCommand.Say say) {
                commands.add(say.id());
                exchange.reply(new RoomReply.Stored(say.id(), commands.size(), 0, false));
            } else {
                exchange.reply(new RoomReply.Done(0));
            }
        }));
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    /** Does something where a gateway would. */
    @CanIgnoreReturnValue
    private <T> T on(Callable<T> action) {
        return Futures.on(context, action);
    }

    private void send(String type, Object... fields) throws Exception {
        on(() -> {
            client.send(type, fields);
            return type;
        });
    }

    private void say(String id) {
        client.send("message", "room", "r", "id", id, "message", id);
    }

    private List<String> told() throws Exception {
        return on(() -> List.copyOf(client.told));
    }

    private void awaitTold(int count) {
        Frames.until(count + " answers", () -> {
            try {
                return told().size() >= count;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void allow() throws Exception {
        on(() -> {
            asked.remove().complete();
            return 0;
        });
    }

    private void refuse() throws Exception {
        on(() -> {
            asked.remove().fail(Code.FORBIDDEN.refuse(WHY));
            return 0;
        });
    }

    @Test
    void itGoesOnInOrder() throws Exception {
        send("init", "room", "r");
        on(() -> {
            say("one");
            say("two");
            return 0;
        });
        send("ping");
        assertEquals(List.of("pong"), told(), "another frame does not wait");
        assertEquals(List.of(), commands);
        assertEquals(1, asked.size(), "one question a room");
        on(() -> {
            asked.remove().complete();
            say("three");
            return 0;
        });
        awaitTold(5);
        assertEquals(List.of("enter", "one", "two", "three"), commands);
        assertEquals(List.of("pong", "ready", "ack", "ack", "ack"), told());
    }

    @Test
    void aMessageEntersBeforeItIsSaid() throws Exception {
        on(() -> {
            say("one");
            say("two");
            return 0;
        });
        allow();
        awaitTold(2);
        assertEquals(List.of("enter", "one", "two"), commands);
    }

    @Test
    void allOfItIsRefused() throws Exception {
        send("init", "room", "r");
        on(() -> {
            say("one");
            return 0;
        });
        refuse();
        awaitTold(2);
        assertEquals(List.of("r: " + WHY, "r: " + WHY), told());
        assertEquals(List.of(), commands);
        assertNull(on(() -> client.connection.subscriptions().in("r")));
        send("init", "room", "r");
        allow();
        awaitTold(3);
        assertNotNull(on(() -> client.connection.subscriptions().in("r")), "asked anew");
    }

    @Test
    void whoLeavesMeanwhileIsNotLetIn() throws Exception {
        send("init", "room", "r");
        send("leave", "room", "r");
        allow();
        awaitTold(2);
        assertEquals(List.of("left", "r: you left the room before you were let in"), told());
        assertEquals(List.of(), commands);
    }

    @Test
    void whoClosesMeanwhileIsNotLetIn() throws Exception {
        send("init", "room", "r");
        on(() -> {
            client.connection.onClosed();
            return 0;
        });
        allow();
        assertEquals(List.of(), told());
        assertEquals(List.of(), commands);
        assertNull(on(() -> client.connection.subscriptions().in("r")));
    }

    @Test
    void roomsThatWaitCountAsRooms() throws Exception {
        for (int i = 0; i < 100; i++) {
            send("init", "room", "other" + i);
        }
        send("init", "room", "r");
        assertEquals(List.of("r: too many rooms on one connection (limits.roomsPerConnection)"), told());
    }

    @Test
    void aNewTokenIsAcknowledgedOnceItsRoomsAreKnown() throws Exception {
        send("init", "room", "r");
        allow();
        awaitTold(1);
        send("auth", "token", "t");
        assertEquals(List.of("ready"), told());
        refuse();
        awaitTold(3);
        assertEquals(List.of("ready", "event", "authed"), told());
        assertNull(on(() -> client.connection.subscriptions().in("r")));
    }
}
