package dev.parley.gateway.command;

import dev.parley.cluster.ClusterView;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * One gateway's ways to rooms, by the room's name: one {@link RoomClient} a room, whoever sends. It stays while the
 * room is followed here or a command to it is under way. On the gateway's context. Limits: {@code limits.commands} for
 * all rooms together.
 */
public final class RoomClients {
    private final CommandSettings settings;
    private final CommandLimit limit;
    private final Predicate<String> isFollowed;
    private final Map<String, RoomClient> clients = new HashMap<>();

    /**
     * No room has a way yet.
     *
     * @param most how many commands may wait at a time
     * @param isFollowed whether somebody on this gateway gets the room's events
     */
    public RoomClients(CommandSettings settings, int most, Predicate<String> isFollowed) {
        this.settings = settings;
        this.limit = new CommandLimit(most);
        this.isFollowed = isFollowed;
    }

    /** How many commands wait now. Read from another context it may be a little old. */
    public int commandsInFlight() {
        return limit.count();
    }

    /** How many rooms have a way now. */
    public int count() {
        return clients.size();
    }

    /** The way to a room. */
    public RoomClient of(String room) {
        return clients.computeIfAbsent(room, r -> new RoomClient(r, settings));
    }

    /** Sends a client's command to a room, waking it if need be; {@code overloaded} when too many wait already. */
    public Future<RoomReply> request(RoomClient client, RoomCommand command) {
        return limit.admit(() -> client.request(command));
    }

    /** The same for a client that is in no room: nothing of the room stays here behind the reply. */
    public Future<RoomReply> request(String room, RoomCommand command) {
        RoomClient client = of(room);
        return request(client, command).onComplete(done -> forgetUnused(client));
    }

    /** Forgets a way that nobody needs any more. */
    public void forgetUnused(RoomClient client) {
        if (isUnused(client)) {
            clients.remove(client.room(), client);
        }
    }

    /** The same of all ways: some are idle only after their last reply. */
    public void forgetUnused() {
        clients.values().removeIf(this::isUnused);
    }

    private boolean isUnused(RoomClient client) {
        return client.isIdle() && !isFollowed.test(client.room());
    }

    /** The cluster has changed: rooms that are not followed here are looked for where commands to them wait. */
    public void onView(ClusterView now) {
        for (RoomClient client : List.copyOf(clients.values())) {
            if (!isFollowed.test(client.room())) {
                client.onView(now);
            }
        }
    }
}
