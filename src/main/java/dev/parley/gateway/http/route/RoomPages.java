package dev.parley.gateway.http.route;

import dev.parley.access.Access;
import dev.parley.messages.Principal;
import dev.parley.model.NameRange;
import dev.parley.model.Standing;
import dev.parley.store.History;
import dev.parley.store.RoomFilter;
import dev.parley.store.RoomSummary;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lists the rooms that a user may enter, by name, reading the store in pages. Stateless. */
record RoomPages(History history, Access access) {
    private static final int READ_AT_ONCE = 200;

    /** At most {@code wanted} rooms behind {@code after}. */
    Future<List<RoomSummary>> after(String after, int wanted, Principal who) {
        Deque<NameRange> left = new ArrayDeque<>();
        for (NameRange range : access.ranges(who)) {
            NameRange rest = after.isEmpty() ? range : range.after(after);
            if (!rest.isEmpty()) {
                left.add(rest);
            }
        }
        return read(left, wanted, who, new ArrayList<>());
    }

    /** What one may enter may lie far apart within a range: reads on until enough is found. */
    private Future<List<RoomSummary>> read(Deque<NameRange> left, int wanted, Principal who, List<RoomSummary> found) {
        if (left.isEmpty() || found.size() >= wanted) {
            return Future.succeededFuture(found);
        }
        NameRange range = left.poll();
        return history.rooms(range, new RoomFilter(who.user(), access.seesAll(who)), READ_AT_ONCE)
                .compose(page -> access.enterable(who, standings(page)).compose(enterable -> {
                    page.stream()
                            .filter(room -> enterable.contains(room.room()))
                            .limit((long) wanted - found.size())
                            .forEach(found::add);
                    if (page.size() == READ_AT_ONCE) {
                        left.addFirst(range.after(page.get(page.size() - 1).room()));
                    }
                    return read(left, wanted, who, found);
                }));
    }

    private static Map<String, Standing> standings(List<RoomSummary> rooms) {
        return rooms.stream()
                .collect(Collectors.toMap(
                        RoomSummary::room, room -> Standing.of(true, room.options(), room.role(), null, null)));
    }
}
