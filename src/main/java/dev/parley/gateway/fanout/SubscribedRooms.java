package dev.parley.gateway.fanout;

import dev.parley.cluster.ClusterView;
import dev.parley.gateway.command.RoomClients;
import dev.parley.messages.Addresses;
import dev.parley.messages.GatewayEvent;
import dev.parley.messages.GatewayQuery;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.store.Rosters.StoredRemoval;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All the rooms that one gateway follows, by name. It passes on what comes from rooms and from the cluster, and
 * compares silent rooms with the store. A room stays while somebody is in it. A client that is in no room sends its
 * commands past all that. On the gateway's context.
 */
public final class SubscribedRooms {
    private static final int WAKE_AT_ONCE = 64;
    private static final long WAKE_EVERY_MS = 10;
    private static final int COMPARED_AT_ONCE = 2000;
    /**
     * A node that is alone finds only what it lost itself, since nobody else writes: it compares some rooms each time.
     */
    private static final int COMPARED_ALONE = 500;

    private final FanoutSettings settings;
    private final Deque<RoomSubscribers> toWake = new ArrayDeque<>();
    private final Map<String, RoomSubscribers> rooms = new HashMap<>();
    private final RoomClients clients;
    /** Alone: how many of the silent rooms were compared in this pass. */
    private int compared;

    public SubscribedRooms(FanoutSettings settings) {
        this.settings = settings;
        this.clients = new RoomClients(settings.commands(), settings.limits().commands(), rooms::containsKey);
    }

    /** How many commands of clients wait for their rooms. Read from another context it may be a little old. */
    public int commandsInFlight() {
        return clients.commandsInFlight();
    }

    /** Decides when frames leave. */
    public FlushScheduler flushes() {
        return settings.flushes();
    }

    /** A room; it stays while it has subscriptions. */
    public RoomSubscribers of(String room) {
        return rooms.computeIfAbsent(room, r -> new RoomSubscribers(r, settings, clients));
    }

    /** How many rooms are followed here. */
    int followed() {
        return rooms.size();
    }

    /** To how many rooms there is a way here, followed or not. */
    int ways() {
        return clients.count();
    }

    /** What the store has of a room; the room is neither followed nor woken for it. */
    public RoomHistory history(String room) {
        return new RoomHistory(settings.history(), room);
    }

    /** Sends a command to a room for a client that is in none; the room is not followed for it. */
    public Future<RoomReply> request(String room, RoomCommand command) {
        return clients.request(room, command).onComplete(done -> {
            RoomSubscribers subscribers = rooms.get(room);
            if (subscribers != null) {
                forgetUnused(subscribers); // those who were here have left meanwhile
            }
        });
    }

    /** Takes a subscription away. */
    public void leave(Subscription subscription) {
        subscription.subscribers().leave(subscription).onComplete(done -> forgetUnused(subscription.subscribers()));
    }

    private void forgetUnused(RoomSubscribers subscribers) {
        if (subscribers.isUnused()) {
            rooms.remove(subscribers.room(), subscribers);
            clients.forgetUnused(subscribers.client());
        }
    }

    /** A frame for everyone in a room here. */
    public void onBroadcast(GatewayEvent.Broadcast broadcast) {
        RoomSubscribers subscribers = rooms.get(broadcast.room());
        if (subscribers != null) {
            subscribers.onBroadcast(broadcast);
        }
    }

    /** A room woke up and asks who is here. It gets a reply also when nobody is: it waits for all. */
    public void onRollCall(GatewayEvent.RollCall rollCall) {
        RoomSubscribers subscribers = rooms.get(rollCall.room());
        if (subscribers != null) {
            subscribers.onRollCall(rollCall);
        } else {
            settings.bus()
                    .send(
                            Addresses.room(rollCall.node(), rollCall.room()),
                            new RoomCommand.Present(settings.gateway(), rollCall.epoch(), List.of(), false, 0));
        }
    }

    /** A room found that the store was put back to an earlier state. */
    public void onWentBack(GatewayEvent.WentBack news) {
        RoomSubscribers subscribers = rooms.get(news.room());
        if (subscribers != null) {
            subscribers.onWentBack(news);
        }
    }

    /** The store has events that took somebody out, in whatever rooms. */
    public void onRemovals(List<StoredRemoval> removals) {
        for (StoredRemoval removal : removals) {
            RoomSubscribers subscribers = rooms.get(removal.room());
            if (subscribers != null) {
                subscribers.onRemoval(removal);
            }
        }
    }

    /** It was not known for a while who was taken out: what was held back meanwhile is read from the store. */
    public void onRemovalsKnown() {
        rooms.values().forEach(RoomSubscribers::onRemovalsKnown);
    }

    /** A room left memory. */
    public void onAsleep(GatewayEvent.Asleep asleep) {
        RoomSubscribers subscribers = rooms.get(asleep.room());
        if (subscribers != null) {
            subscribers.onAsleep(asleep);
            forgetUnused(subscribers);
        }
    }

    /** Nodes came or went: rooms that have moved are looked for, at once where they have subscriptions. */
    public void onView(ClusterView before, ClusterView now) {
        if (!now.ring().equals(before.ring())
                || !now.nodes().keySet().equals(before.nodes().keySet())) {
            clients.onView(now);
            boolean somebodyDied = !now.goneSince(before).isEmpty();
            for (RoomSubscribers subscribers : List.copyOf(rooms.values())) {
                if (subscribers.onView(now) || (somebodyDied && subscribers.sleepsWithOthers())) {
                    toWake.add(subscribers);
                }
            }
            wakeSome();
        }
    }

    /** A few at a time: the room's new node has others to load as well. */
    private void wakeSome() {
        for (int i = 0; i < WAKE_AT_ONCE && !toWake.isEmpty(); i++) {
            toWake.poll().wakeIfAsleep();
        }
        if (!toWake.isEmpty()) {
            Vertx.currentContext().owner().setTimer(WAKE_EVERY_MS, t -> wakeSome());
        }
    }

    /** Asks the store how far the silent rooms are: nothing else finds what the bus lost there. */
    public void compare() {
        long silentMs = settings.rooms().compareEvery().toMillis();
        rooms.values().forEach(RoomSubscribers::repeatLostLeave);
        clients.forgetUnused();
        List<RoomSubscribers> silent = due(rooms.values().stream()
                .filter(subscribers -> subscribers.isSilent(silentMs))
                .toList());
        for (int from = 0; from < silent.size(); from += COMPARED_AT_ONCE) {
            List<RoomSubscribers> some = silent.subList(from, Math.min(silent.size(), from + COMPARED_AT_ONCE));
            List<StoreComparison.Mark> marks =
                    some.stream().map(RoomSubscribers::mark).toList();
            settings.history()
                    .positions(some.stream().map(RoomSubscribers::room).toList())
                    .onSuccess(found -> marks.forEach(mark -> mark.compare(found)));
        }
    }

    private List<RoomSubscribers> due(List<RoomSubscribers> silent) {
        if (settings.membership().view().nodes().size() > 1) {
            return silent;
        }
        int from = compared < silent.size() ? compared : 0;
        int to = Math.min(silent.size(), from + COMPARED_ALONE);
        compared = to;
        return silent.subList(from, to);
    }

    /** Which users are in these rooms here. */
    public GatewayQuery.Reply.Users users(GatewayQuery.Roster query) {
        Map<String, Set<String>> users = new HashMap<>();
        for (String room : query.rooms()) {
            RoomSubscribers subscribers = rooms.get(room);
            if (subscribers != null && !subscribers.users().isEmpty()) {
                users.put(room, subscribers.users());
            }
        }
        return new GatewayQuery.Reply.Users(users);
    }
}
