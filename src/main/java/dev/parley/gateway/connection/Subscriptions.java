package dev.parley.gateway.connection;

import dev.parley.auth.Identity;
import dev.parley.contract.ServerFrame;
import dev.parley.gateway.fanout.ClientTransport;
import dev.parley.gateway.fanout.RoomSubscribers;
import dev.parley.gateway.fanout.Subscription;
import dev.parley.messages.RoomCommand.Here;
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
 * only in rooms that its user may enter. On its gateway's context.
 */
public final class Subscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    private final String connectionId;
    private final Supplier<Identity> identity;
    private final ClientTransport transport;
    private final Subscription.Owner owner;
    private final ConnectionSettings settings;
    /** By room; most connections are in one. */
    private final Map<String, Entry> entries = new HashMap<>(1);

    /** A subscription, and whether its connection has entered yet. */
    private static final class Entry {
        private final Subscription subscription;
        private int enters;
        private boolean entered;

        Entry(Subscription subscription) {
            this.subscription = subscription;
        }

        String room() {
            return subscription.subscribers().room();
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

    /** The subscription to a room; null when there is none. */
    public Subscription in(String room) {
        Entry entry = entries.get(room);
        return entry == null ? null : entry.subscription;
    }

    /**
     * Enters without a greeting: the room's events were registered.
     *
     * @param eventsAddress where the client wants the room's events; null on transports that name no addresses
     */
    public Future<Void> subscribe(String room, String eventsAddress, boolean listening) {
        return enter(entry(room, eventsAddress, listening), -1, position -> {}).mapEmpty();
    }

    /**
     * Enters, or resumes after {@code since}: the greeting, then what was missed, then what is live.
     *
     * @return false when it was left meanwhile, without a greeting
     */
    Future<Boolean> enter(
            String room,
            String eventsAddress,
            boolean listening,
            long since,
            Consumer<Subscription.StartPoint> greeting) {
        return enter(entry(room, eventsAddress, listening), since, greeting);
    }

    /** A room; a connection that did not enter it yet does so by this, without a greeting. */
    RoomSubscribers subscribers(String room, String eventsAddress, boolean listening) {
        boolean isNew = !entries.containsKey(room);
        Entry entry = entry(room, eventsAddress, listening);
        if (isNew) {
            enter(entry, -1, position -> {}).onFailure(e -> LOG.debug("room {}: could not enter", room));
        }
        return entry.subscription.subscribers();
    }

    private Entry entry(String room, String eventsAddress, boolean listening) {
        Entry entry = entries.get(room);
        if (entry == null) {
            if (!identity.get().mayEnter(room)) {
                throw Code.FORBIDDEN.refuse("you may not enter this room");
            }
            if (entries.size() >= settings.limits().roomsPerConnection()) {
                throw Code.TOO_LARGE.refuse("too many rooms on one connection (limits.roomsPerConnection)");
            }
            Here here = new Here(connectionId, identity.get().member());
            entry = new Entry(settings.rooms().of(room).subscribe(here, transport, owner, eventsAddress, listening));
            entries.put(room, entry);
        }
        return entry;
    }

    private Future<Boolean> enter(Entry entry, long since, Consumer<Subscription.StartPoint> greeting) {
        int current = ++entry.enters;
        return entry.subscription
                .enter(since)
                .onFailure(e -> {
                    // A later one may still get in.
                    if (!entry.entered && entry.enters == current) {
                        remove(entry);
                    }
                })
                .map(position -> {
                    entry.entered = true;
                    if (entries.get(entry.room()) != entry) {
                        return false;
                    }
                    greeting.accept(position);
                    entry.subscription.start(position);
                    return true;
                });
    }

    private void remove(Entry entry) {
        if (entries.remove(entry.room(), entry)) {
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

    /** Its user has another name or picture: the rooms learn it. */
    void updateMember() {
        entries.values()
                .forEach(entry -> entry.subscription.updateMember(identity.get().member()));
    }

    void leaveAll() {
        List.copyOf(entries.values()).forEach(this::remove);
    }

    /** A new token may allow less than the old one did. */
    void leaveForbidden() {
        for (Entry entry : List.copyOf(entries.values())) {
            String room = entry.room();
            if (!identity.get().mayEnter(room)) {
                remove(entry);
                Refusal why = Code.FORBIDDEN.refuse("the new token may not enter this room");
                // An event of that room: the frame with the token has its own reply.
                transport.deliver(entry.subscription.address(), new ServerFrame.Failed(why, room));
            }
        }
    }
}
