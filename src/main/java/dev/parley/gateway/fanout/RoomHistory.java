package dev.parley.gateway.fanout;

import dev.parley.model.Code;
import dev.parley.model.Event;
import dev.parley.model.HistoryPage;
import dev.parley.store.History;
import io.vertx.core.Future;
import java.util.List;

/** What the store has of one room, for clients that page in it. Reads alone: no room is woken for it. */
public record RoomHistory(History history, String room) {

    /** The last messages before a {@code seq}: at most {@code limit}, and {@code bytesMax} bytes but for the first. */
    public Future<HistoryPage> pageBefore(long before, int limit, long bytesMax) {
        return history.messagesBefore(room, before, limit + 1)
                .map(found -> HistoryPage.newestOf(found, limit, bytesMax));
    }

    /** The first messages behind {@code after} and before {@code before}, as many as {@link #pageBefore} has. */
    public Future<HistoryPage> pageAfter(long after, long before, int limit, long bytesMax) {
        return history.messagesAfter(room, after, limit + 1)
                .map(found -> HistoryPage.oldestOf(upTo(before, found), limit, bytesMax));
    }

    private static List<Event> upTo(long before, List<Event> found) {
        return found.stream().filter(event -> event.seq() < before).toList();
    }

    /** The {@code seq} of the message with this id; fails with {@code not_found}. */
    public Future<Long> seqOf(String messageId) {
        return history.seqOf(room, messageId).compose(found -> found.map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(Code.NOT_FOUND.refuse("no such message"))));
    }
}
