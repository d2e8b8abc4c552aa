package dev.parley.gateway.fanout;

import dev.parley.model.Code;
import dev.parley.model.Event;
import dev.parley.store.History;
import io.vertx.core.Future;
import java.util.List;

/** What the store has of one room, for clients that page back. Reads alone: no room is woken for it. */
public record RoomHistory(History history, String room) {

    /** Messages before a {@code seq}, oldest first. */
    public Future<List<Event>> messagesBefore(long before, int limit) {
        return history.messagesBefore(room, before, limit);
    }

    /** The {@code seq} of the message with this id; fails with {@code not_found}. */
    public Future<Long> seqOf(String messageId) {
        return history.seqOf(room, messageId).compose(found -> found.map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(Code.NOT_FOUND.refuse("no such message"))));
    }
}
