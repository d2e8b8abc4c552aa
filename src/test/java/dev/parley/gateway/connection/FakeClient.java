package dev.parley.gateway.connection;

import dev.parley.access.Access;
import dev.parley.auth.Authenticator;
import dev.parley.auth.Identity;
import dev.parley.bus.Bus;
import dev.parley.capability.Contributions;
import dev.parley.cluster.ClusterLevel;
import dev.parley.cluster.Membership;
import dev.parley.cluster.RoomDirectory;
import dev.parley.config.Config;
import dev.parley.contract.CloseCode;
import dev.parley.contract.FrameReader;
import dev.parley.contract.ServerFrame;
import dev.parley.gateway.fanout.ClientTransport;
import dev.parley.gateway.fanout.FanoutSettings;
import dev.parley.gateway.fanout.FlushScheduler;
import dev.parley.gateway.fanout.SharedFrame;
import dev.parley.gateway.fanout.SubscribedRooms;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.model.Role;
import dev.parley.model.Standing;
import dev.parley.testing.TestConfig;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Both ends of a connection: a session without a server, and what its client is told, in order. */
final class FakeClient implements ClientTransport, Responder, TrafficObserver {
    static final String NODE = "node";

    final List<String> told = new ArrayList<>();
    final Connection connection;
    /** What every node of the cluster can deal with. */
    ClusterLevel level = ClusterLevel.CURRENT;

    /** {@code bus} may be null where no room is entered. */
    FakeClient(Bus bus, Identity identity, Authenticator tokens, Function<String, Future<Boolean>> sessionIsOpen) {
        this(bus, identity, tokens, sessionIsOpen, Access.by((room, user) -> Future.succeededFuture(Standing.PLAIN)));
    }

    FakeClient(
            Bus bus,
            Identity identity,
            Authenticator tokens,
            Function<String, Future<Boolean>> sessionIsOpen,
            Access access) {
        Config config = TestConfig.standard();
        Membership alone = Membership.alone(NODE, 1);
        SubscribedRooms rooms = new SubscribedRooms(new FanoutSettings(
                bus,
                null,
                config.limits(),
                config.rooms(),
                (frames, us) -> {},
                alone,
                new RoomDirectory(bus, alone, Duration.ofSeconds(1)),
                "node.0",
                () -> "id",
                new FlushScheduler(System::nanoTime, (nanos, task) -> task.run()),
                () -> true));
        FrameReader reader = new FrameReader(ConnectionSettings.frameLimits(config.limits()), Set.of());
        ConnectionSettings settings = new ConnectionSettings(
                rooms,
                tokens,
                sessionIsOpen,
                config.limits(),
                reader,
                Clock.systemUTC(),
                NODE,
                this,
                access,
                Contributions.NONE,
                needed -> needed.number() <= level.number());
        connection = new Connection("c1", identity, EntryPoint.SOCKET, this, "127.0.0.1", settings, 0);
    }

    /** Ann, by a JWT when {@code sessionKey} is null. */
    static Identity ann(String sessionKey) {
        return new Identity("ann", "Ann", null, Role.MEMBER, List.of("*"), Long.MAX_VALUE, sessionKey);
    }

    void send(String type, Object... fields) {
        JsonObject frame = new JsonObject().put("type", type);
        for (int i = 0; i < fields.length; i += 2) {
            frame.put((String) fields[i], fields[i + 1]);
        }
        connection.inbox().receive(frame.encode(), id -> this);
    }

    @Override
    public void reply(ServerFrame frame) {
        told.add(frame.toJson().getString("type"));
    }

    @Override
    public void refuse(Refusal refusal, String room) {
        told.add(room + ": " + refusal.text());
    }

    @Override
    public void close(CloseCode code, String reason) {
        told.add(code + ": " + reason);
    }

    @Override
    public void deliver(String address, SharedFrame frame) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void deliver(String address, ServerFrame frame) {
        told.add("event");
    }

    @Override
    public Future<Void> deliverPaced(String address, ServerFrame frame) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String eventsAddress() {
        return null;
    }

    @Override
    public boolean wantsReply() {
        return false;
    }

    @Override
    public long unsent() {
        return 0;
    }

    @Override
    public void ping() {}

    @Override
    public void received() {}

    @Override
    public void refused(Code code) {}

    @Override
    public void closed(CloseCode code) {}
}
