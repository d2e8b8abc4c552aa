package dev.parley.gateway.connection;

import static dev.parley.gateway.connection.FakeClient.ann;
import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.bus.Bus;
import dev.parley.bus.Exchange;
import dev.parley.cluster.ClusterLevel;
import dev.parley.messages.Addresses;
import dev.parley.messages.HostCommand;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.messages.Speaker;
import dev.parley.model.Author;
import dev.parley.model.Role;
import dev.parley.testing.Frames;
import dev.parley.testing.Futures;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What people do in a room beside talking: which command each frame becomes, what is replied, and that none is sent while
 * a node of an older version is in the cluster. The room is the test's.
 */
class RoomActionFramesTest {
    private static final String SIGNAL = "{\"type\":\"signal\",\"name\":\"n\",\"data\":1,\"to\":[\"bob\"]}";
    private static final List<String> FRAMES = List.of(
            "{\"type\":\"edit\",\"target\":3,\"text\":\"new\"}",
            "{\"type\":\"delete\",\"target\":3}",
            "{\"type\":\"react\",\"target\":3,\"emoji\":\"👍\",\"on\":true}",
            "{\"type\":\"emit\",\"name\":\"n\",\"data\":[1]}",
            SIGNAL,
            "{\"type\":\"state\",\"patch\":{\"a\":1},\"base\":2}",
            "{\"type\":\"get_state\"}");

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Bus bus = new Bus(vertx, Addresses.FAMILIES);
    private final List<RoomCommand> commands = new CopyOnWriteArrayList<>();
    private final FakeClient client =
            new FakeClient(bus, ann(null), token -> Future.failedFuture("no token"), key -> Future.failedFuture(key));

    @BeforeEach
    void serve() throws Exception {
        on(() -> bus.<HostCommand, HostCommand.Reply>serve(
                Addresses.host(FakeClient.NODE), e -> e.reply(new HostCommand.Reply.Active("r"))));
        on(() -> bus.<RoomCommand, RoomReply>serve(Addresses.room(FakeClient.NODE, "r"), this::handle));
        send("{\"type\":\"init\"}");
        awaitTold("ready");
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    private void handle(Exchange<RoomCommand, RoomReply> exchange) {
        RoomCommand command = exchange.body();
        if (command instanceof RoomCommand.Enter) {
            exchange.reply(new RoomReply.Entered(1, 0, 1, List.of()));
            return;
        }
        commands.add(command);
        if (command instanceof RoomCommand.Keyed) {
            exchange.reply(new RoomReply.Stored("k", 8, 99, false));
        } else if (command instanceof RoomCommand.ReadState) {
            exchange.reply(new RoomReply.SharedState(8, "{\"a\":1}"));
        } else {
            exchange.reply(new RoomReply.Done(0));
        }
    }

    @CanIgnoreReturnValue
    private <T> T on(Callable<T> action) {
        return Futures.on(context, action);
    }

    private void send(String frame) throws Exception {
        on(() -> {
            client.connection
                    .inbox()
                    .receive(new JsonObject(frame).put("room", "r").encode(), id -> client);
            return frame;
        });
    }

    private void awaitTold(String... expected) {
        Frames.until(List.of(expected).toString(), () -> {
            List<String> told = on(() -> List.copyOf(client.told));
            assertTrue(told.size() <= expected.length, told::toString);
            return told.equals(List.of(expected));
        });
    }

    @Test
    void eachFrameBecomesItsCommand() throws Exception {
        for (String frame : FRAMES) {
            send(new JsonObject(frame).put("id", "k").encode());
        }
        awaitTold("ready", "ack", "ack", "ack", "ack", "ack", "ack", "state_loaded");
        Speaker speaker = new Speaker(new Author("ann", "Ann", Author.Kind.USER), Role.MEMBER, "127.0.0.1");
        Principal principal = ann(null).principal();
        RoomCommand.Emit emit = (RoomCommand.Emit) commands.get(3);
        assertEquals(
                List.of(
                        new RoomCommand.Edit("k", speaker, principal, 3, "new"),
                        new RoomCommand.Delete("k", speaker, principal, 3),
                        new RoomCommand.React("k", speaker, principal, 3, "👍", true),
                        new RoomCommand.Emit("k", speaker, principal, "n", "[1]", emit.order()),
                        new RoomCommand.Signal(speaker, principal, "n", "1", List.of("bob")),
                        new RoomCommand.Patch("k", speaker, principal, "{\"a\":1}", 2),
                        new RoomCommand.ReadState(principal)),
                commands);
    }

    /** Those that store get an id from the server, so that they may be sent again; edits and such are not answered. */
    @Test
    void withoutAnIdEventsAndPatchesAloneAreAnswered() throws Exception {
        for (String frame : FRAMES) {
            send(frame);
        }
        awaitTold("ready", "ack", "ack", "state_loaded");
        assertEquals(7, commands.size());
        for (RoomCommand command : commands) {
            assertEquals(command instanceof RoomCommand.Keyed, idOf(command) != null, command::toString);
        }
    }

    private static String idOf(RoomCommand command) {
        return command instanceof RoomCommand.Keyed keyed ? keyed.id() : null;
    }

    @Test
    void noneIsSentWhileANodeOfAnOlderVersionIsThere() throws Exception {
        client.level = ClusterLevel.CAPABILITIES;
        String refused = "r: " + ClusterLevel.AMENDMENTS.refusal().text();
        for (String frame : FRAMES) {
            send(frame);
        }
        awaitTold("ready", refused, refused, refused, refused, refused, refused, refused);
        assertEquals(List.of(), commands);
        client.level = ClusterLevel.AMENDMENTS;
        send(SIGNAL.replace("\"n\"", "\"again\"").replace("}", ",\"id\":\"s\"}"));
        awaitTold("ready", refused, refused, refused, refused, refused, refused, refused, "ack");
    }
}
