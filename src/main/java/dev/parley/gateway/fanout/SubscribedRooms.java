package dev.parley.gateway.fanout;

import dev.parley.cluster.ClusterView;
import dev.parley.gateway.command.CommandLimit;
import dev.parley.messages.Addresses;
import dev.parley.messages.GatewayEvent;
import dev.parley.messages.GatewayQuery;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All the rooms that one gateway follows. On the gateway's context. */
public final class SubscribedRooms {
    private static final int WAKE_AT_ONCE = 64;
    private static final long WAKE_EVERY_MS = 10;
    private static final int COMPARED_AT_ONCE = 2000;
    /** Alone nobody else writes, so that only what this node lost itself is found: some are looked at each time. */
    private static final int COMPARED_ALONE = 500;

    private final FanoutSettings settings;
    private final CommandLimit commands;
    private final Deque<RoomSubscribers> toWake = new ArrayDeque<>();
    private final Map<String, RoomSubscribers> feeds = new HashMap<>();
    /** Alone: how many of the silent rooms were compared in this tour. */
    private int compared;

    public SubscribedRooms(FanoutSettings settings) {
        this.settings = settings;
        this.commands = new CommandLimit(settings.limits().commands());
    }

    /** When frames leave. */
    public FlushScheduler flushes() {
        return settings.flushes();
    }

    /** The feed of a room; it is kept while somebody sits in it. */
    public RoomSubscribers of(String room) {
        return feeds.computeIfAbsent(room, r -> new RoomSubscribers(r, settings, commands));
    }

    /** Asks a room for somebody who is not connected to it. */
    public Future<RoomReply> request(String room, RoomCommand command) {
        RoomSubscribers feed = of(room);
        return feed.request(command).onComplete(done -> forgetUnused(feed));
    }

    /** Takes a seat away. */
    public void leave(Subscription subscription) {
        subscription.feed().leave(subscription).onComplete(done -> forgetUnused(subscription.feed()));
    }

    private void forgetUnused(RoomSubscribers feed) {
        if (feed.isUnused()) {
            feeds.remove(feed.room(), feed);
        }
    }

    /** A frame for everyone in a room here. */
    public void onBroadcast(GatewayEvent.Broadcast broadcast) {
        RoomSubscribers feed = feeds.get(broadcast.room());
        if (feed != null) {
            feed.onBroadcast(broadcast);
        }
    }

    /** A room woke up and asks who is here. It is answered also when nobody is: it waits for all. */
    public void onRollCall(GatewayEvent.RollCall rollCall) {
        RoomSubscribers feed = feeds.get(rollCall.room());
        if (feed != null) {
            feed.onRollCall(rollCall);
        } else {
            settings.bus()
                    .send(
                            Addresses.room(rollCall.node(), rollCall.room()),
                            new RoomCommand.Present(settings.gateway(), rollCall.epoch(), List.of(), false, 0));
        }
    }

    /** A room found that the store was put back to an earlier state. */
    public void onWentBack(GatewayEvent.WentBack news) {
        RoomSubscribers feed = feeds.get(news.room());
        if (feed != null) {
            feed.onWentBack(news);
        }
    }

    /** A room left memory. */
    public void onAsleep(GatewayEvent.Asleep asleep) {
        RoomSubscribers feed = feeds.get(asleep.room());
        if (feed != null) {
            feed.onAsleep(asleep);
            forgetUnused(feed);
        }
    }

    /** Nodes came or went: rooms that have moved are looked for, those in which somebody sits at once. */
    public void onView(ClusterView before, ClusterView now) {
        if (!now.ring().equals(before.ring())
                || !now.nodes().keySet().equals(before.nodes().keySet())) {
            boolean somebodyDied = !now.goneSince(before).isEmpty();
            for (RoomSubscribers feed : List.copyOf(feeds.values())) {
                if (feed.moved(now) || (somebodyDied && feed.sleepsWithOthers())) {
                    toWake.add(feed);
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

    /** Asks the store how far the silent rooms are: what the bus lost there is found by nothing else. */
    public void compare() {
        long silentMs = settings.rooms().compareEvery().toMillis();
        feeds.values().forEach(RoomSubscribers::makeGood);
        List<RoomSubscribers> silent = due(
                feeds.values().stream().filter(feed -> feed.isSilent(silentMs)).toList());
        for (int from = 0; from < silent.size(); from += COMPARED_AT_ONCE) {
            List<RoomSubscribers> some = silent.subList(from, Math.min(silent.size(), from + COMPARED_AT_ONCE));
            List<RoomSubscribers.Mark> marks =
                    some.stream().map(RoomSubscribers::mark).toList();
            settings.store()
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
            RoomSubscribers feed = feeds.get(room);
            if (feed != null && !feed.users().isEmpty()) {
                users.put(room, feed.users());
            }
        }
        return new GatewayQuery.Reply.Users(users);
    }
}
