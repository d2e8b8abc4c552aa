package dev.parley.gateway.chat;

import dev.parley.protocol.Event;
import dev.parley.protocol.ServerFrame;
import dev.parley.store.Store;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which answer belongs to a message. Frames that say what they answer ({@code prompt}, the message's {@code seq}) are
 * believed; of those that do not, the first counts that began after the message.
 */
record AnswerLookup(Store store, String room) {
    /** An answer is looked for among so many events behind its message, and among so many latest messages. */
    private static final int EVENTS_MAX = 200;

    /** The entries of a {@code ready} frame that may answer the message at {@code seq}, and are none of {@code others}. */
    static List<JsonObject> running(JsonObject ready, long seq, Set<String> others) {
        return turns(ready).stream()
                .filter(entry -> !others.contains(entry.getString("turn")) && answers(entry, seq))
                .toList();
    }

    static List<JsonObject> turns(JsonObject ready) {
        JsonArray turns = ready.getJsonArray("turns");
        return turns.stream().map(JsonObject.class::cast).toList();
    }

    /** Whether a turn's entry, chunk or message may answer the message at {@code seq}. */
    static boolean answers(JsonObject told, long seq) {
        return told.getLong("prompt", seq) == seq;
    }

    /** The {@code complete} frame of the answer to the message at {@code seq}, if it ended. */
    Future<Optional<JsonObject>> ended(long seq, Set<String> others) {
        return store.eventsAfter(room, seq, EVENTS_MAX)
                .map(events -> first(
                        events,
                        frame -> !others.contains(frame.getString("turn"))
                                && answers(frame.getJsonObject("message"), seq)));
    }

    /** The {@code complete} frame of a turn, if it ended lately. */
    Future<Optional<JsonObject>> ended(String turn) {
        return store.messagesBefore(room, Long.MAX_VALUE, EVENTS_MAX)
                .map(events -> first(events, frame -> turn.equals(frame.getString("turn"))));
    }

    private static Optional<JsonObject> first(List<Event> events, Predicate<JsonObject> isMeant) {
        return events.stream()
                .filter(event -> event.type() == Event.Type.ANSWER)
                .map(event -> ServerFrame.of(event).toJson())
                .filter(isMeant)
                .findFirst();
    }
}
