package dev.parley.gateway.connection;

import dev.parley.access.Action;
import dev.parley.auth.Identity;
import dev.parley.contract.ClientFrame;
import dev.parley.contract.ServerFrame;
import dev.parley.gateway.fanout.ClientTransport;
import dev.parley.gateway.fanout.RoomHistory;
import dev.parley.gateway.fanout.RoomSubscribers;
import dev.parley.gateway.fanout.Subscription;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomCommand.Here;
import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The places of one connection in rooms: at most one a room, at most {@code limits.roomsPerConnection} of them, and
 * only in rooms that its user may enter. What comes for a room while it is not known yet whether its user may, waits
 * for that and goes on in order. On its gateway's context.
 */
public final class Subscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
    private static final ClientFrame.Init NO_REPLAY = new ClientFrame.Init(-1);

    private final String connectionId;
    private final Supplier<Identity> identity;
    private final ClientTransport transport;
    private final Subscription.Owner owner;
    private final ConnectionSettings settings;
    /** By room; most connections are in one. */
    private final Map<String, Entry> entries = new HashMap<>(1);

    /** A place, whether its user may have it, and whether its connection has entered yet. */
    private static final class Entry {
        private final String room;
        /** Completes with the place once its user may have it; null from then on. */
        private Future<Entry> admission;
        /** Null until the user may have it. */
        private Subscription subscription;

        private int enters;
        private boolean entered;

        Entry(String room) {
            this.room = room;
        }

        Future<Entry> admitted() {
            return admission != null ? admission : Future.succeededFuture(this);
        }
    }

    Subscriptions(
            String connectionId,
            Supplier<Identity> identity,
            ClientTransport transport,
            Subscription.Owner owner,
            ConnectionSettings settings) {
        this.connectionId = connectionId;
        this.identity = identity;
        this.transport = transport;
        this.owner = owner;
        this.settings = settings;
    }

    /** The subscription to a room; null when there is none, or none yet. */
    public Subscription in(String room) {
        Entry entry = entries.get(room);
        return entry == null ? null : entry.subscription;
    }

    /**
     * The subscription to a room, made unless there is one: {@code forbidden} when its user may not enter the room. It
     * has entered only after {@link #subscribe}.
     *
     * @param eventsAddress where the client wants the room's events; null on transports that name no addresses
     */
    public Future<Subscription> admit(String room, String eventsAddress, boolean listening) {
        return entry(room, eventsAddress, listening).map(entry -> entry.subscription);
    }

    /** Enters without a greeting: the room's events were registered. */
    public Future<Void> subscribe(String room, String eventsAddress, boolean listening) {
        return entry(room, eventsAddress, listening)
                .compose(entry -> enter(entry, NO_REPLAY, position -> {}))
                .mapEmpty();
    }

    /**
     * Enters, or resumes: the greeting, then what was missed, then what is live.
     *
     * @return false when it was left meanwhile, without a greeting
     */
    Future<Boolean> enter(
            String room,
            String eventsAddress,
            boolean listening,
            ClientFrame.Init init,
            Consumer<Subscription.StartPoint> greeting) {
        return entry(room, eventsAddress, listening).compose(entry -> enter(entry, init, greeting));
    }

    /** Sends a command to a room; a connection that did not enter it yet does so by this, without a greeting. */
    Future<RoomReply> request(String room, String eventsAddress, boolean listening, RoomCommand command) {
        Subscription here = in(room);
        return here != null
                ? here.subscribers().request(command)
                : admitAndEnter(room, eventsAddress, listening).compose(subscribers -> subscribers.request(command));
    }

    /** What the store has of a room; a connection that did not enter it yet does so by this, without a greeting. */
    Future<RoomHistory> history(String room, String eventsAddress, boolean listening) {
        return admitAndEnter(room, eventsAddress, listening)
                .map(subscribers -> settings.rooms().history(subscribers.room()));
    }

    private Future<RoomSubscribers> admitAndEnter(String room, String eventsAddress, boolean listening) {
        boolean isNew = !entries.containsKey(room);
        return entry(room, eventsAddress, listening)
                .onSuccess(entry -> {
                    if (isNew) {
                        enter(entry, NO_REPLAY, position -> {})
                                .onFailure(e -> LOG.debug("room {}: could not enter", room));
                    }
                })
                .map(entry -> entry.subscription.subscribers());
    }

    private Future<Entry> entry(String room, String eventsAddress, boolean listening) {
        Entry entry = entries.get(room);
        return entry != null ? entry.admitted() : open(room, eventsAddress, listening);
    }

    private Future<Entry> open(String room, String eventsAddress, boolean listening) {
        Future<Void> allowed = settings.access().knock(identity.get().principal(), Action.ENTER, room);
        if (allowed.failed()) {
            return Future.failedFuture(allowed.cause());
        }
        if (entries.size() >= settings.limits().roomsPerConnection()) {
            return Future.failedFuture(
                    Code.TOO_LARGE.refuse("too many rooms on one connection (limits.roomsPerConnection)"));
        }
        Entry entry = new Entry(room);
        entries.put(room, entry);
        if (allowed.succeeded()) {
            subscribe(entry, eventsAddress, listening);
            return Future.succeededFuture(entry);
        }
        entry.admission = allowed.transform(answer -> {
            if (entries.get(room) != entry) {
                return Future.failedFuture(leftEarly());
            }
            entry.admission = null;
            if (answer.failed()) {
                entries.remove(room);
                return Future.failedFuture(answer.cause());
            }
            subscribe(entry, eventsAddress, listening);
            return Future.succeededFuture(entry);
        });
        return entry.admission;
    }

    private static Refusal leftEarly() {
        return Code.UNAVAILABLE.refuse("you left the room before you were let in");
    }

    private void subscribe(Entry entry, String eventsAddress, boolean listening) {
        Here here = new Here(connectionId, identity.get().member());
        entry.subscription =
                settings.rooms().of(entry.room).subscribe(here, transport, owner, eventsAddress, listening);
    }

    private Future<Boolean> enter(Entry entry, ClientFrame.Init init, Consumer<Subscription.StartPoint> greeting) {
        if (entries.get(entry.room) != entry) {
            return Future.failedFuture(leftEarly());
        }
        int current = ++entry.enters;
        return entry.subscription
                .enter(init.since(), init.state())
                .onFailure(e -> {
                    // A later one may still get in.
                    if (Refusal.is(e, Code.FORBIDDEN) || (!entry.entered && entry.enters == current)) {
                        remove(entry);
                    }
                })
                .map(position -> {
                    entry.entered = true;
                    if (entries.get(entry.room) != entry) {
                        return false;
                    }
                    greeting.accept(position);
                    entry.subscription.start(position);
                    return true;
                });
    }

    private void remove(Entry entry) {
        if (entries.remove(entry.room, entry) && entry.subscription != null) {
            settings.rooms().leave(entry.subscription);
        }
    }

    /** Leaves a room, if it is in it. */
    public void leave(String room) {
        Entry entry = entries.get(room);
        if (entry != null) {
            remove(entry);
        }
    }

    /** Its user was taken out of the room; a later frame is judged anew. */
    void forget(Subscription taken) {
        Entry entry = entries.get(taken.subscribers().room());
        if (entry != null && entry.subscription == taken) {
            remove(entry);
        }
    }

    /** Its user has another name or picture: the rooms learn it. */
    void updateMember() {
        for (Entry entry : entries.values()) {
            if (entry.subscription != null) {
                entry.subscription.updateMember(identity.get().member());
            }
        }
    }

    void leaveAll() {
        List.copyOf(entries.values()).forEach(this::remove);
    }

    /** A new token may allow less than the old one did: the rooms that it does not open are left. */
    Future<Void> leaveForbidden() {
        List<Future<Void>> answers = List.copyOf(entries.values()).stream()
                .map(entry -> settings.access()
                        .check(identity.get().principal(), Action.ENTER, entry.room)
                        .recover(e -> {
                            leaveForbidden(entry, e);
                            return Future.succeededFuture();
                        }))
                .toList();
        return Future.all(answers).mapEmpty();
    }

    private void leaveForbidden(Entry entry, Throwable failure) {
        boolean wasIn = in(entry.room) != null && entries.get(entry.room) == entry;
        remove(entry);
        if (wasIn) {
            Refusal forbidden = Code.FORBIDDEN.refuse("the new token may not enter this room");
            Refusal why = Refusal.is(failure, Code.FORBIDDEN) ? forbidden : Refusal.of(failure, e -> forbidden);
            // An event of that room: the frame with the token has its own reply.
            transport.deliver(entry.subscription.address(), new ServerFrame.Failed(why, entry.room));
        }
    }
}
