package dev.parley.room.rules;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.messages.Addresses;
import dev.parley.messages.RoomCommand.Here;
import dev.parley.model.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who is in a room, by connection and by user, and what has changed since that was last announced.
 *
 * <p>A user with several connections is there once. Somebody who leaves and comes back between two announcements did
 * neither. Pure; one thread at a time. At most one entry for each connection.
 */
public final class Presence {
    /** Each gateway's connections, and whose they are. */
    private final Map<String, Map<String, String>> usersByGateway = new HashMap<>(2);
    /** The gateways of {@link #usersByGateway}, by node; null when that has changed. */
    private Map<String, List<String>> gatewaysByNode;

    /** How many connections each user has. */
    private final Map<String, Integer> connections = new HashMap<>(2);

    private final Map<String, Member> members = new LinkedHashMap<>(2);
    private final Map<String, Member> joined = new LinkedHashMap<>(2);
    private final Set<String> gone = new HashSet<>(2);

    /** Changes to be announced. */
    public record Changes(List<Member> joined, List<String> gone) {}

    /** These are all who are at a gateway: members whom the room knows there and who are not among them have left. */
    public void retain(String gateway, List<Here> here) {
        Set<String> now = here.stream().map(Here::connection).collect(Collectors.toSet());
        List<String> lost = usersByGateway.getOrDefault(gateway, Map.of()).keySet().stream()
                .filter(connection -> !now.contains(connection))
                .toList();
        lost.forEach(connection -> remove(connection, gateway));
    }

    /** These were at a gateway before the room was loaded: no news for anybody. */
    public void recall(String gateway, List<Here> here) {
        for (Here each : here) {
            String user = each.who().id();
            add(each, gateway);
            joined.remove(user);
            gone.remove(user);
        }
    }

    public void enter(Here here, String gateway) {
        String user = here.who().id();
        Member before = members.get(user);
        boolean isNew = add(here, gateway) && !gone.remove(user);
        if (isNew || (before != null && !before.equals(here.who()))) {
            joined.put(user, here.who()); // new, or with another name than before
        }
    }

    /** A connection that was never seen here is news all the same: it left while the room was asleep. */
    public void leave(Here here, String gateway) {
        String user = here.who().id();
        if (!remove(here.connection(), gateway) && !connections.containsKey(user)) {
            isGone(user);
        }
    }

    private void isGone(String user) {
        members.remove(user);
        if (joined.remove(user) == null) {
            gone.add(user);
        }
    }

    /** Everybody who was connected to this gateway is gone. */
    void forget(String gateway) {
        Map<String, String> users = usersByGateway.remove(gateway);
        if (users != null) {
            users.values().forEach(this::countOut);
            gatewaysByNode = null;
        }
    }

    public boolean has(String user) {
        return members.containsKey(user);
    }

    /** Returns whether it was there. */
    @CanIgnoreReturnValue
    private boolean remove(String connection, String gateway) {
        Map<String, String> users = usersByGateway.get(gateway);
        String user = users == null ? null : users.remove(connection);
        if (user == null) {
            return false;
        }
        if (users.isEmpty()) {
            usersByGateway.remove(gateway);
            gatewaysByNode = null;
        }
        countOut(user);
        return true;
    }

    private void countOut(String user) {
        if (connections.merge(user, -1, (count, one) -> count == 1 ? null : count + one) == null) {
            isGone(user);
        }
    }

    /** The gateways that have members. */
    Map<String, List<String>> gatewaysByNode() {
        if (gatewaysByNode == null) {
            gatewaysByNode = byNode(usersByGateway.keySet().stream());
        }
        return gatewaysByNode;
    }

    static Map<String, List<String>> byNode(Stream<String> gateways) {
        return gateways.collect(Collectors.groupingBy(Addresses::nodeOfGateway));
    }

    public int count() {
        return members.size();
    }

    public List<Member> first(int most) {
        return members.values().stream().limit(most).toList();
    }

    public boolean hasNews() {
        return !joined.isEmpty() || !gone.isEmpty();
    }

    public Changes takeNews() {
        Changes changes = new Changes(List.copyOf(joined.values()), new ArrayList<>(gone));
        joined.clear();
        gone.clear();
        return changes;
    }

    /** Returns whether the user was not there before. */
    @CanIgnoreReturnValue
    private boolean add(Here here, String gateway) {
        String user = here.who().id();
        Map<String, String> users = usersByGateway.computeIfAbsent(gateway, g -> {
            gatewaysByNode = null;
            return new HashMap<>(2);
        });
        if (users.put(here.connection(), user) == null) {
            connections.merge(user, 1, Integer::sum);
        }
        return members.put(user, here.who()) == null;
    }
}
