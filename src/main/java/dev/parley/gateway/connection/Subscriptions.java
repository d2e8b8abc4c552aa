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
 * Where one connection sits: at most one seat a room, at most {@code limits.roomsPerConnection} of them, and only where
 * its bearer may be. On its gateway's context.
 */
public final class Subscriptions {
    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    private final String connectionId;
    private final Supplier<Identity> identity;
    private final ClientTransport transport;
    private final Subscription.Owner owner;
    private final ConnectionSettings settings;
    /** Most connections sit in one room. */
    private final Map<String, Entry> entries = new HashMap<>(1);

    /** A seat that is taken, and how its connection came in. */
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
            String connection,
            Supplier<Identity> bearer,
            ClientTransport clientTransport,
            Subscription.Owner owner,
            ConnectionSettings settings) {
        this.connectionId = connection;
        this.identity = bearer;
        this.transport = clientTransport;
        this.owner = owner;
        this.settings = settings;
    }

    /** The seat in a room; null when there is none. */
    public Subscription in(String room) {
        Entry place = entries.get(room);
        return place == null ? null : place.subscription;
    }

    /**
     * Enters without a word: a feed was registered.
     *
     * @param label what events of the room are addressed with, on transports that name feeds
     */
    public Future<Void> subscribe(String room, String label, boolean listening) {
        return enter(entry(room, label, listening), -1, position -> {}).mapEmpty();
    }

    /**
     * Enters, or resumes after {@code since}: the greeting, then what was missed, then what is live.
     *
     * @return false when it was left meanwhile, without a greeting
     */
    Future<Boolean> enter(
            String room, String label, boolean listening, long since, Consumer<Subscription.StartPoint> greeting) {
        return enter(entry(room, label, listening), since, greeting);
    }

    /** The feed of a room; who did not enter does so by this, without a word. */
    RoomSubscribers subscribers(String room, String label, boolean listening) {
        boolean isNew = !entries.containsKey(room);
        Entry place = entry(room, label, listening);
        if (isNew) {
            enter(place, -1, position -> {}).onFailure(e -> LOG.debug("room {}: could not enter", room));
        }
        return place.subscription.subscribers();
    }

    private Entry entry(String room, String label, boolean listening) {
        Entry place = entries.get(room);
        if (place == null) {
            if (!identity.get().mayEnter(room)) {
                throw Code.FORBIDDEN.refuse("you may not enter this room");
            }
            if (entries.size() >= settings.limits().roomsPerConnection()) {
                throw Code.TOO_LARGE.refuse("too many rooms on one connection (limits.roomsPerConnection)");
            }
            Here here = new Here(connectionId, identity.get().member());
            place = new Entry(settings.rooms().of(room).subscribe(here, transport, owner, label, listening));
            entries.put(room, place);
        }
        return place;
    }

    private Future<Boolean> enter(Entry place, long since, Consumer<Subscription.StartPoint> greeting) {
        int current = ++place.enters;
        return place.subscription
                .enter(since)
                .onFailure(e -> {
                    // A later one may still get in.
                    if (!place.entered && place.enters == current) {
                        remove(place);
                    }
                })
                .map(position -> {
                    place.entered = true;
                    if (entries.get(place.room()) != place) {
                        return false;
                    }
                    greeting.accept(position);
                    place.subscription.start(position);
                    return true;
                });
    }

    private void remove(Entry place) {
        if (entries.remove(place.room(), place)) {
            settings.rooms().leave(place.subscription);
        }
    }

    /** Leaves a room, if it sits there. */
    public void leave(String room) {
        Entry place = entries.get(room);
        if (place != null) {
            remove(place);
        }
    }

    /** Its bearer has another name or picture: the rooms are told. */
    void updateMember() {
        entries.values()
                .forEach(place -> place.subscription.updateMember(identity.get().member()));
    }

    void leaveAll() {
        List.copyOf(entries.values()).forEach(this::remove);
    }

    /** A new token may allow less than the old one did. */
    void leaveForbidden() {
        for (Entry place : List.copyOf(entries.values())) {
            String room = place.room();
            if (!identity.get().mayEnter(room)) {
                remove(place);
                Refusal why = Code.FORBIDDEN.refuse("the new token may not enter this room");
                // An event of that room: the frame with the token has its own answer.
                transport.deliver(place.subscription.address(), new ServerFrame.Failed(why, room).encode());
            }
        }
    }
}
