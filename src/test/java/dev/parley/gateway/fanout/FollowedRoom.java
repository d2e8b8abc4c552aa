package dev.parley.gateway.fanout;

import static dev.parley.testing.Futures.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.bus.Bus;
import dev.parley.bus.Exchange;
import dev.parley.cluster.Membership;
import dev.parley.cluster.RoomDirectory;
import dev.parley.config.Config;
import dev.parley.contract.CloseCode;
import dev.parley.contract.ServerFrame;
import dev.parley.messages.Addresses;
import dev.parley.messages.GatewayEvent.Broadcast;
import dev.parley.messages.GatewayEvent.Frame;
import dev.parley.messages.HostCommand;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.model.Member;
import dev.parley.model.Role;
import dev.parley.model.RoomChange;
import dev.parley.store.Appends;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import dev.parley.store.Effect;
import dev.parley.store.Rosters.StoredRemoval;
import dev.parley.store.Store;
import dev.parley.testing.Futures;
import dev.parley.testing.TestConfig;
import dev.parley.testing.TestStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The room {@code r} as one gateway follows it, with a real store. The test is the room's owner: it stores, and says
 * which broadcasts come.
 */
final class FollowedRoom implements AutoCloseable {
    static final String ROOM = "r";
    private static final String NODE = "node";

    /** What the room was told, in order. */
    final List<RoomCommand> commands = new CopyOnWriteArrayList<>();

    final Store store;
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Bus bus = new Bus(vertx, Addresses.FAMILIES);
    private final SubscribedRooms rooms;
    private final long epoch;
    private long seq;
    private volatile boolean removalsAreKnown = true;
    private volatile boolean isPrivate;
    private volatile long first;
    /** The reply to who enters, when the test holds it back. */
    private volatile Exchange<RoomCommand, RoomReply> held;

    private volatile boolean holds;

    FollowedRoom() {
        store = TestStore.open(vertx);
        epoch = await(store.log().claim(ROOM, NODE)).epoch();
        Config config = TestConfig.standard();
        Membership alone = Membership.alone(NODE, 1);
        rooms = new SubscribedRooms(new FanoutSettings(
                bus,
                store.history(),
                config.limits(),
                config.rooms(),
                (frames, us) -> {},
                alone,
                new RoomDirectory(bus, alone, Duration.ofSeconds(1)),
                "node.0",
                () -> "id",
                new FlushScheduler(System::nanoTime, (nanos, task) -> context.runOnContext(v -> task.run())),
                () -> removalsAreKnown));
        await(Futures.on(context, () -> bus.<HostCommand, HostCommand.Reply>serve(
                        Addresses.host(NODE), e -> e.reply(new HostCommand.Reply.Active(ROOM)))
                .ready()));
        await(Futures.on(context, () -> bus.<RoomCommand, RoomReply>serve(Addresses.room(NODE, ROOM), this::handle)
                .ready()));
    }

    private void handle(Exchange<RoomCommand, RoomReply> exchange) {
        commands.add(exchange.body());
        if (!(exchange.body() instanceof RoomCommand.Enter)) {
            exchange.reply(new RoomReply.Done(0));
        } else if (holds) {
            held = exchange;
        } else {
            exchange.reply(entered(seq));
        }
    }

    private RoomReply.Entered entered(long at) {
        return new RoomReply.Entered(epoch, at, 1, List.of(), null, first, isPrivate);
    }

    /** Whoever enters from now on gets no reply before {@link #letIn}. */
    void hold() {
        holds = true;
    }

    /** The reply of a room that is at {@code at}. */
    void letIn(long at) {
        holds = false;
        held.reply(entered(at));
    }

    boolean isHolding() {
        return held != null;
    }

    void isPrivate(boolean now) {
        isPrivate = now;
    }

    void keepsFrom(long seq) {
        first = seq;
    }

    void removalsAreKnown(boolean now) {
        removalsAreKnown = now;
    }

    void removalsAreKnownAgain() {
        removalsAreKnown = true;
        run(rooms::onRemovalsKnown);
    }

    private void run(Runnable action) {
        Futures.on(context, () -> {
            action.run();
            return true;
        });
    }

    /** Stores a message; nobody hears of it yet. */
    @CanIgnoreReturnValue
    Event say(String text) {
        return store(EventType.MESSAGE, new JsonObject().put("text", text).encode());
    }

    /** Stores a change of the room. */
    @CanIgnoreReturnValue
    Event change(RoomChange change) {
        return store(EventType.ROOM, change.body());
    }

    private Event store(String type, String body, Effect... effects) {
        Commit.NewEvent event = new Commit.NewEvent(type, "e" + (seq + 1), Appends.ANN, body);
        seq = ((Committed.Stored) commit(List.of(event), effects)).first();
        return event.at(ROOM, seq, 1);
    }

    @CanIgnoreReturnValue
    private Committed commit(List<Commit.NewEvent> events, Effect... effects) {
        return await(store.log().commit(new Commit(ROOM, epoch, 1, null, events, List.of(effects))));
    }

    /** The store does not keep what came before this one. */
    void forgetBelow(long kept) {
        keepsFrom(kept);
        commit(List.of(), new Effect.Retain(kept, null));
    }

    /** The room is deleted with all that it holds; nobody hears of it yet. */
    @CanIgnoreReturnValue
    Event delete() {
        Event deletion = store(EventType.ROOM, RoomChange.none().deleted().body(), new Effect.DeleteRoom());
        keepsFrom(seq + 1);
        return deletion;
    }

    static Frame frame(Event event) {
        return Frame.of(event, ServerFrame.of(event).encode());
    }

    /** One that is not stored. */
    static Frame passing(String by) {
        return new Frame(0, null, new ServerFrame.Typing(ROOM, by, true).encode());
    }

    /** The broadcast of these frames comes; the room is where it is now. */
    void broadcast(Frame... frames) {
        Broadcast broadcast = new Broadcast(ROOM, epoch, seq, 0, List.of(frames));
        run(() -> rooms.onBroadcast(broadcast));
    }

    /** The store tells of a removal. */
    void onRemoval(long at, boolean gone) {
        run(() -> rooms.onRemovals(List.of(new StoredRemoval(ROOM, at, gone, 1))));
    }

    /** A client that has not entered. */
    Client client(String user) {
        return Futures.on(context, () -> new Client(user, true));
    }

    /** One of a transport on which events are registered for. */
    Client unregistered(String user) {
        return Futures.on(context, () -> new Client(user, false));
    }

    @Override
    public void close() {
        await(store.close());
        await(vertx.close());
    }

    /** A client in the room, and what it was sent, in short. */
    final class Client implements ClientTransport, Subscription.Owner {
        /** {@code "3 text"}, {@code "typing bob"}, {@code "room 4"}, {@code "left forbidden"}, {@code "resync 3"}. */
        final List<String> told = new CopyOnWriteArrayList<>();

        final Principal principal;
        private final Subscription subscription;

        private Client(String user, boolean listening) {
            this.principal = new Principal(user, Role.MEMBER, List.of("*"));
            RoomCommand.Here here = new RoomCommand.Here("c-" + user, new Member(user, user, null));
            this.subscription = rooms.of(ROOM).subscribe(here, this, this, listening ? null : "address", listening);
        }

        /** Enters; completes when it has begun. */
        Future<Subscription.StartPoint> enter(long since) {
            return Future.future(done -> context.runOnContext(v -> subscription
                    .enter(since, false)
                    .onSuccess(subscription::start)
                    .onComplete(done)));
        }

        @CanIgnoreReturnValue
        Client in() {
            await(enter(-1));
            return this;
        }

        void listen() {
            run(() -> subscription.listen("address"));
        }

        @Override
        public Principal principal() {
            return principal;
        }

        @Override
        public void onBehind() {}

        @Override
        public void onTakenOut(Subscription taken) {
            told.add("out");
            rooms.leave(taken);
        }

        @Override
        public ServerFrame greeting(String room, Subscription.StartPoint startPoint) {
            throw new UnsupportedOperationException();
        }

        private void tell(JsonObject frame) {
            String type = frame.getString("type");
            told.add(
                    switch (type) {
                        case "message" ->
                            frame.getLong("seq") + " "
                                    + frame.getJsonObject("message").getString("text");
                        case "typing" -> "typing " + frame.getString("by");
                        case "left" -> "left " + frame.getString("code");
                        default -> type + " " + frame.getLong("seq");
                    });
        }

        @Override
        public void deliver(String address, SharedFrame frame) {
            tell(new JsonObject(new String(frame.frame().json(), StandardCharsets.UTF_8)));
        }

        @Override
        public void deliver(String address, ServerFrame frame) {
            tell(frame.toJson());
        }

        @Override
        public Future<Void> deliverPaced(String address, ServerFrame frame) {
            deliver(address, frame);
            return Future.succeededFuture();
        }

        @Override
        public long unsent() {
            return 0;
        }

        @Override
        public void ping() {}

        @Override
        public void close(CloseCode code, String reason) {
            told.add("closed");
        }
    }
}
