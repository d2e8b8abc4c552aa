package dev.parley.room;

import dev.parley.model.Author;
import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.store.Claim;
import dev.parley.store.History;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads who said something lately in a room with a slow mode, which goes on while the room is not in memory. Of very
 * many events only the latest {@link #PAGES_MAX} pages are read.
 */
final class RecentSenders {
    private static final int PAGE = 200;
    private static final int PAGES_MAX = 5;

    private final History history;
    private final String room;
    private final long since;
    private final Map<String, Long> lastSaid = new LinkedHashMap<>();

    private RecentSenders(History history, String room, long since) {
        this.history = history;
        this.room = room;
        this.since = since;
    }

    /** When each said something last, latest first; nobody without a slow mode. */
    static Future<Map<String, Long>> read(History history, String room, Claim claim, long now) {
        long pause = claim.options().slowMode();
        return pause == 0
                ? Future.succeededFuture(Map.of())
                : new RecentSenders(history, room, now - pause).read(claim.seq(), PAGES_MAX);
    }

    /** Events up to this {@code seq}. */
    private Future<Map<String, Long>> read(long last, int pages) {
        if (pages == 0 || last < 1) {
            return Future.succeededFuture(lastSaid);
        }
        long before = Math.max(0, last - PAGE);
        return history.eventsAfter(room, before, (int) (last - before)).compose(page -> {
            boolean goesOn = take(page);
            return goesOn ? read(before, pages - 1) : Future.succeededFuture(lastSaid);
        });
    }

    /** Whether earlier events may be late enough. */
    private boolean take(List<Event> page) {
        for (int i = page.size() - 1; i >= 0; i--) {
            Event event = page.get(i);
            if (event.ts() <= since) {
                return false;
            }
            boolean counts =
                    event.type().equals(EventType.MESSAGE) || event.type().equals(EventType.EVENT);
            if (counts && event.from() != null && event.from().kind() == Author.Kind.USER) {
                lastSaid.putIfAbsent(event.from().id(), event.ts());
            }
        }
        return !page.isEmpty();
    }
}
