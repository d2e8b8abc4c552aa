package dev.parley.access;

import dev.parley.model.Sanction;
import dev.parley.model.Standing;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells how users stand in rooms, as it is stored. From any thread. */
@FunctionalInterface
public interface Standings {

    /** How this user stands in this room; sanctions that are over are left out. */
    Future<Standing> standing(String room, String user);

    /** The kicks of this user that are in force in these rooms, by room. */
    default Future<Map<String, Sanction>> kicks(String user, Collection<String> rooms) {
        Map<String, Future<Standing>> each =
                rooms.stream().distinct().collect(Collectors.toMap(room -> room, room -> standing(room, user)));
        return Future.all(each.values().stream().toList()).map(all -> each.entrySet().stream()
                .filter(room -> room.getValue().result().kick() != null)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, room -> room.getValue().result().kick())));
    }
}
