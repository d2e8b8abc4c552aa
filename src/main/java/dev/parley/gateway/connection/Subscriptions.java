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

    private final String connection;
    private final Supplier<Identity> bearer;
    private final ClientTransport clientTransport;
    private final Subscription.Owner owner;
    private final ConnectionSettings settings;
    /** Most connections sit in one room. */
    private final Map<String, Place> places = new HashMap<>(1);

    /** A seat that is taken, and how its connection came in. */
    private static final class Place {
        private final Subscription subscription;
        private int enters;
        private boolean entered;

        Place(Subscription subscription) {
            this.subscription = subscription;
        }

        String room() {
            return subscription.feed().room();
        }
    }

    Subscriptions(
            String connection,
            Supplier<Identity> bearer,
            ClientTransport clientTransport,
            Subscription.Owner owner,
            ConnectionSettings settings) {
        this.connection = connection;
        this.bearer = bearer;
        this.clientTransport = clientTransport;
        this.owner = owner;
        this.settings = settings;
    }

    /** The seat in a room; null when there is none. */
    public Subscription in(String room) {
        Place place = places.get(room);
        return place == null ? null : place.subscription;
    }

    /**
     * Enters without a word: a feed was registered.
     *
     * @param label what events of the room are addressed with, on transports that name feeds
     */
    public Future<Void> enterQuietly(String room, String label, boolean listening) {
        return enter(place(room, label, listening), -1, position -> {}).mapEmpty();
    }

    /**
     * Enters, or resumes after {@code since}: the greeting, then what was missed, then what is live.
     *
     * @return false when it was left meanwhile, without a greeting
     */
    Future<Boolean> enter(
            String room, String label, boolean listening, long since, Consumer<Subscription.Position> greeting) {
        return enter(place(room, label, listening), since, greeting);
    }

    /** The feed of a room; who did not enter does so by this, without a word. */
    RoomSubscribers feed(String room, String label, boolean listening) {
        boolean isNew = !places.containsKey(room);
        Place place = place(room, label, listening);
        if (isNew) {
            enter(place, -1, position -> {}).onFailure(e -> LOG.debug("room {}: could not enter", room));
        }
        return place.subscription.feed();
    }

    private Place place(String room, String label, boolean listening) {
        Place place = places.get(room);
        if (place == null) {
            if (!bearer.get().mayEnter(room)) {
                throw Code.FORBIDDEN.refuse("you may not enter this room");
            }
            if (places.size() >= settings.limits().roomsPerConnection()) {
                throw Code.TOO_LARGE.refuse("too many rooms on one connection (limits.roomsPerConnection)");
            }
            Here here = new Here(connection, bearer.get().member());
            place = new Place(settings.feeds().of(room).seat(here, clientTransport, owner, label, listening));
            places.put(room, place);
        }
        return place;
    }

    private Future<Boolean> enter(Place place, long since, Consumer<Subscription.Position> greeting) {
        int current = ++place.enters;
        return place.subscription
                .enter(since)
                .onFailure(e -> {
                    // A later one may still get in.
                    if (!place.entered && place.enters == current) {
                        standUp(place);
                    }
                })
                .map(position -> {
                    place.entered = true;
                    if (places.get(place.room()) != place) {
                        return false;
                    }
                    greeting.accept(position);
                    place.subscription.start(position);
                    return true;
                });
    }

    private void standUp(Place place) {
        if (places.remove(place.room(), place)) {
            settings.feeds().leave(place.subscription);
        }
    }

    /** Leaves a room, if it sits there. */
    public void leave(String room) {
        Place place = places.get(room);
        if (place != null) {
            standUp(place);
        }
    }

    /** Its bearer has another name or picture: the rooms are told. */
    void introduceAgain() {
        places.values()
                .forEach(place -> place.subscription.introduce(bearer.get().member()));
    }

    void leaveAll() {
        List.copyOf(places.values()).forEach(this::standUp);
    }

    /** A new token may allow less than the old one did. */
    void leaveForbidden() {
        for (Place place : List.copyOf(places.values())) {
            String room = place.room();
            if (!bearer.get().mayEnter(room)) {
                standUp(place);
                Refusal why = Code.FORBIDDEN.refuse("the new token may not enter this room");
                // An event of that room: the frame with the token has its own answer.
                clientTransport.deliver(place.subscription.address(), new ServerFrame.Failed(why, room).encode());
            }
        }
    }
}
