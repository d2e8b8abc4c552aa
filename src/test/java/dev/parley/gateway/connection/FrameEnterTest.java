package dev.parley.gateway.connection;

import static dev.parley.gateway.connection.FakeClient.ann;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.bus.Bus;
import dev.parley.bus.Exchange;
import dev.parley.messages.Addresses;
import dev.parley.messages.HostCommand;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import dev.parley.testing.Frames;
import dev.parley.testing.Futures;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes while a room has not answered an {@code init} yet. The room is a test's: it answers when told to. */
class FrameEnterTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Bus bus = new Bus(vertx, Addresses.FAMILIES);
    private final List<Exchange<RoomCommand, RoomReply>> enters = new CopyOnWriteArrayList<>();
    private final FakeClient client =
            new FakeClient(bus, ann(null), token -> Future.failedFuture("no token"), key -> Future.failedFuture(key));

    @BeforeEach
    void serve() throws Exception {
        on(() -> bus.<HostCommand, HostCommand.Reply>serve(
                Addresses.host(FakeClient.NODE), e -> e.reply(new HostCommand.Reply.Active("r"))));
        on(() -> bus.<RoomCommand, RoomReply>serve(Addresses.room(FakeClient.NODE, "r"), exchange -> {
            if (exchange.body() instanceof RoomCommand.Enter) {
                enters.add(exchange);
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

    private List<String> told() throws Exception {
        return on(() -> List.copyOf(client.told));
    }

    private void send(String type) throws Exception {
        on(() -> {
            client.send(type, "room", "r");
            return type;
        });
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

    private void letIn(int enter) {
        enters.get(enter).reply(new RoomReply.Entered(1, 0, 1, List.of()));
    }

    @Test
    void whoLeftMeanwhileIsNotReady() throws Exception {
        send("init");
        Frames.until("asked", () -> enters.size() == 1);
        send("leave");
        letIn(0);
        awaitTold(2);
        assertEquals(List.of("left", "r: you left the room before init completed"), told());
        assertNull(on(() -> client.connection.subscriptions().in("r")));
    }

    @Test
    void whoCameAgainMeanwhileIsReadyOnce() throws Exception {
        send("init");
        send("leave");
        send("init");
        Frames.until("asked", () -> enters.size() == 2);
        letIn(0);
        letIn(1);
        awaitTold(3);
        assertEquals(List.of("left", "r: you left the room before init completed", "ready"), told());
    }

    @Test
    void anOlderInitThatFailsDoesNotEndANewerOne() throws Exception {
        send("init");
        send("init");
        Frames.until("asked", () -> enters.size() == 2);
        enters.get(0).refuse(Code.OVERLOADED.refuse("full"));
        awaitTold(1);
        assertNotNull(on(() -> client.connection.subscriptions().in("r")));
        letIn(1);
        awaitTold(2);
        assertEquals(List.of("r: full", "ready"), told());
        assertNotNull(on(() -> client.connection.subscriptions().in("r")));
    }

    @Test
    void whomTheRoomDoesNotLetInAnyMoreKeepsNoSeat() throws Exception {
        send("init");
        Frames.until("asked", () -> enters.size() == 1);
        letIn(0);
        awaitTold(1);
        send("init");
        Frames.until("asked", () -> enters.size() == 2);
        enters.get(1).refuse(Code.FORBIDDEN.refuse("out"));
        awaitTold(2);
        assertEquals(List.of("ready", "r: out"), told());
        assertNull(on(() -> client.connection.subscriptions().in("r")));
    }

    @Test
    void whoNeverGotInKeepsNoSeat() throws Exception {
        send("init");
        send("init");
        Frames.until("asked", () -> enters.size() == 2);
        enters.get(0).refuse(Code.OVERLOADED.refuse("full"));
        enters.get(1).refuse(Code.OVERLOADED.refuse("full"));
        awaitTold(2);
        assertNull(on(() -> client.connection.subscriptions().in("r")));
    }
}
