package dev.parley.gateway.fanout;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.parley.access.Access;
import dev.parley.auth.Identity;
import dev.parley.bus.Bus;
import dev.parley.bus.Exchange;
import dev.parley.capability.Contributions;
import dev.parley.cluster.Membership;
import dev.parley.cluster.RoomDirectory;
import dev.parley.config.Config;
import dev.parley.contract.FrameReader;
import dev.parley.contract.ServerFrame;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.connection.InProcessClient;
import dev.parley.messages.Addresses;
import dev.parley.messages.HostCommand;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.model.Content;
import dev.parley.model.Role;
import dev.parley.model.Standing;
import dev.parley.testing.Frames;
import dev.parley.testing.Futures;
import dev.parley.testing.TestConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A request without a connection sends its command, and no room is followed for it. The room is the test's. */
class UnfollowedRoomTest {
    private static final String NODE = "node";
    private static final Identity ANN =
            new Identity("ann", "Ann", null, Role.MEMBER, List.of("*"), Long.MAX_VALUE, null);

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Bus bus = new Bus(vertx, Addresses.FAMILIES);
    private final List<Exchange<RoomCommand, RoomReply>> commands = new CopyOnWriteArrayList<>();
    private final Config config = TestConfig.standard();
    private final Membership alone = Membership.alone(NODE, 1);
    private final SubscribedRooms rooms = new SubscribedRooms(new FanoutSettings(
            bus,
            null,
            config.limits(),
            config.rooms(),
            (frames, us) -> {},
            alone,
            new RoomDirectory(bus, alone, Duration.ofSeconds(1)),
            "node.0",
            () -> "made",
            new FlushScheduler(System::nanoTime, (nanos, task) -> task.run()),
            () -> true));
    private final InProcessClient client = InProcessClient.of(ANN, "10.0.0.1", "r", settings());

    private ConnectionSettings settings() {
        FrameReader reader = new FrameReader(ConnectionSettings.frameLimits(config.limits()), Set.of());
        return new ConnectionSettings(
                rooms,
                null,
                null,
                config.limits(),
                reader,
                Clock.systemUTC(),
                NODE,
                null,
                Access.by((room, user) -> Future.succeededFuture(Standing.PLAIN)),
                Contributions.NONE,
                level -> true);
    }

    @BeforeEach
    void serve() throws Exception {
        await(on(() -> bus.<HostCommand, HostCommand.Reply>serve(
                        Addresses.host(NODE), e -> e.reply(new HostCommand.Reply.Active("r")))
                .ready()));
        await(on(() -> bus.<RoomCommand, RoomReply>serve(Addresses.room(NODE, "r"), commands::add)
                .ready()));
    }

    @AfterEach
    void close() {
        await(vertx.close());
    }

    /** Does something where a gateway would. */
    private <T> T on(Callable<T> action) {
        return Futures.on(context, action);
    }

    private <T> T repliedTo(Function<InProcessClient, Future<T>> request, RoomReply reply) throws Exception {
        Future<T> replied = on(() -> request.apply(client));
        Frames.until("the command came", () -> !commands.isEmpty());
        assertEquals(0, on(rooms::followed), "while it is under way");
        assertEquals(1, on(rooms::ways));
        commands.remove(0).reply(reply);
        T result = await(replied);
        assertEquals(0, on(rooms::followed), "behind it");
        assertEquals(0, on(rooms::ways));
        return result;
    }

    @Test
    void aMessage() throws Exception {
        ServerFrame.Ack ack = repliedTo(c -> c.say("m", Content.of("text")), new RoomReply.Stored("m", 7, 1, false));
        assertEquals(7, ack.seq());
        assertEquals(0, rooms.commandsInFlight());
    }

    @Test
    void theMembers() throws Exception {
        assertEquals(
                0,
                repliedTo(InProcessClient::who, new RoomReply.Present(List.of(), 0))
                        .count());
    }

    @Test
    void itTakesTheWayOfThoseWhoAreThere() throws Exception {
        RoomSubscribers followed = on(() -> rooms.of("r"));
        Future<ServerFrame.Members> replied = on(client::who);
        Frames.until("the command came", () -> !commands.isEmpty());
        assertEquals(1, on(rooms::ways));
        assertEquals(followed, on(() -> rooms.of("r")));
        commands.remove(0).reply(new RoomReply.Present(List.of(), 0));
        assertEquals(0, await(replied).count());
    }
}
