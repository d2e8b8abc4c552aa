package dev.parley.room;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.protocol.Addresses;
import dev.parley.protocol.Member;
import dev.parley.protocol.RoomCommand.Here;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who is in a room, by socket and by user, and what has changed since it was last announced. A user with several sockets
 * is there once. Somebody who goes and comes back between two announcements did neither. Pure; not for several threads.
 */
final class Presence {
    private final Map<String, Set<String>> connectionsByGateway = new HashMap<>();
    /** Those of {@link #connectionsByGateway}, node by node; null when it has to be made anew. */
    private Map<String, List<String>> gatewaysByNode;

    private final Map<String, Set<String>> connectionsByUser = new HashMap<>();
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, Member> joined = new LinkedHashMap<>();
    private final Set<String> gone = new HashSet<>();

    /** Changes to be announced. */
    record Changes(List<Member> joined, List<String> gone) {}

    /** What a gateway says is there already: no news for anybody. */
    void recall(String gateway, List<Here> here) {
        for (Here each : here) {
            String user = each.who().id();
            add(each, gateway);
            joined.remove(user);
            gone.remove(user);
        }
    }

    void enter(Here here, String gateway) {
        String user = here.who().id();
        if (add(here, gateway) && !gone.remove(user)) {
            joined.put(user, here.who());
        }
    }

    /** A socket that was never seen here is news all the same: it left while the room was asleep. */
    void leave(Here here, String gateway) {
        String user = here.who().id();
        removeFrom(connectionsByGateway, gateway, here.connection());
        removeFrom(connectionsByUser, user, here.connection());
        if (!connectionsByGateway.containsKey(gateway)) {
            gatewaysByNode = null;
        }
        if (!connectionsByUser.containsKey(user)) {
            isGone(user);
        }
    }

    private void isGone(String user) {
        connectionsByUser.remove(user);
        members.remove(user);
        if (joined.remove(user) == null) {
            gone.add(user);
        }
    }

    /** Everybody who was connected to one of these nodes is gone. */
    void forgetNodes(Set<String> nodes) {
        List<String> lost = connectionsByGateway.keySet().stream()
                .filter(gateway -> nodes.contains(Addresses.nodeOfGateway(gateway)))
                .toList();
        Set<String> connections = new HashSet<>();
        for (String gateway : lost) {
            connections.addAll(connectionsByGateway.remove(gateway));
        }
        gatewaysByNode = null;
        if (!connections.isEmpty()) {
            connectionsByUser.values().forEach(of -> of.removeAll(connections));
            List<String> users = connectionsByUser.entrySet().stream()
                    .filter(user -> user.getValue().isEmpty())
                    .map(Map.Entry::getKey)
                    .toList();
            users.forEach(this::isGone);
        }
    }

    /** The gateways that have members. */
    Map<String, List<String>> gatewaysByNode() {
        if (gatewaysByNode == null) {
            gatewaysByNode =
                    connectionsByGateway.keySet().stream().collect(Collectors.groupingBy(Addresses::nodeOfGateway));
        }
        return gatewaysByNode;
    }

    int count() {
        return members.size();
    }

    List<Member> first(int most) {
        return members.values().stream().limit(most).toList();
    }

    boolean hasNews() {
        return !joined.isEmpty() || !gone.isEmpty();
    }

    Changes takeNews() {
        Changes changes = new Changes(List.copyOf(joined.values()), new ArrayList<>(gone));
        joined.clear();
        gone.clear();
        return changes;
    }

    /** Returns whether the user was not there before. */
    @CanIgnoreReturnValue
    private boolean add(Here here, String gateway) {
        connectionsByGateway
                .computeIfAbsent(gateway, g -> {
                    gatewaysByNode = null;
                    return new HashSet<>();
                })
                .add(here.connection());
        connectionsByUser.computeIfAbsent(here.who().id(), u -> new HashSet<>()).add(here.connection());
        return members.put(here.who().id(), here.who()) == null;
    }

    private static void removeFrom(Map<String, Set<String>> map, String key, String value) {
        map.computeIfPresent(key, (k, values) -> {
            values.remove(value);
            return values.isEmpty() ? null : values;
        });
    }
}
