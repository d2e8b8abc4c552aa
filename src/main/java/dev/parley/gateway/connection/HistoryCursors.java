package dev.parley.gateway.connection;

import dev.parley.model.Event;
import dev.parley.model.HistoryPage;
import java.util.HashMap;
import java.util.Map;

/**
 * Remembers with which message the last page of history began that a connection was sent, room by room. Several senders
 * may use one id: a client that pages on by the id of that message means that message, and so comes to an end. Of at
 * most {@code limits.roomsPerConnection} rooms. On its gateway's context.
 */
final class HistoryCursors {
    private final int roomsMax;
    private Map<String, Event> first;

    HistoryCursors(int roomsMax) {
        this.roomsMax = roomsMax;
    }

    void onPage(String room, HistoryPage page) {
        if (page.messages().isEmpty()) {
            return;
        }
        if (first == null || (first.size() >= roomsMax && !first.containsKey(room))) {
            first = new HashMap<>(2);
        }
        Event event = page.messages().get(0);
        first.put(room, new Event(room, event.seq(), event.ts(), event.type(), event.id(), event.from(), ""));
    }

    /** Its {@code seq} if it has this id, else 0. */
    long seqOf(String room, String id) {
        Event event = first == null ? null : first.get(room);
        return event != null && id.equals(event.id()) ? event.seq() : 0;
    }
}
