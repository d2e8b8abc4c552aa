package dev.parley.room;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.protocol.Member;
import dev.parley.protocol.RoomCommand.Here;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is in a room, by socket and by user, and what has changed since it was last announced. A user with several sockets
 * is there once. Somebody who goes and comes back between two announcements did neither. Pure; not for several threads.
 */
final class Presence {
    private final Map<String, Set<String>> connectionsByGateway = new HashMap<>();
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
        if (!connectionsByUser.containsKey(user)) {
            members.remove(user);
            if (joined.remove(user) == null) {
                gone.add(user);
            }
        }
    }

    Set<String> gateways() {
        return connectionsByGateway.keySet();
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
        connectionsByGateway.computeIfAbsent(gateway, g -> new HashSet<>()).add(here.connection());
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
