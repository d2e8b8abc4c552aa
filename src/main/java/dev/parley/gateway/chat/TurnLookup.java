package dev.parley.gateway.chat;

import dev.parley.contract.ServerFrame;
import dev.parley.model.AssistantRooms;
import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.model.ToolCall;
import dev.parley.store.History;
import dev.parley.store.StoredTurn;
import dev.parley.store.TurnStore;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Finds the turn that belongs to a message: the one whose {@code prompt} is the message's {@code seq}. Where every
 * message calls the assistant, a message that began no turn was added to the question before it, and belongs to that
 * turn. Reads the store and {@code ready} frames; stateless.
 */
record TurnLookup(History history, TurnStore turnStore, String room) {
    /** An answer is looked for among so many events behind its message, and among so many latest messages. */
    private static final int EVENTS_MAX = 200;

    static List<JsonObject> turns(JsonObject ready) {
        JsonArray turns = ready.getJsonArray("turns");
        return turns.stream().map(JsonObject.class::cast).toList();
    }

    /** The entry of a turn in a {@code ready} frame. */
    static Optional<JsonObject> running(JsonObject ready, String turn) {
        return turns(ready).stream()
                .filter(entry -> entry.getString("turn").equals(turn))
                .findFirst();
    }

    /** The entry in a {@code ready} frame of the answer to the message at {@code seq}. */
    Optional<JsonObject> running(JsonObject ready, long seq) {
        return latest(turns(ready).stream(), seq, TurnLookup::promptOfEntry);
    }

    /** The {@code complete} frame of the answer to the message at {@code seq}, if it ended. */
    Future<Optional<JsonObject>> findEnded(long seq) {
        return history.eventsAfter(room, seq, EVENTS_MAX)
                .map(events -> latest(completes(events), seq, TurnLookup::promptOfComplete));
    }

    /** The {@code complete} frame of a turn, if it ended lately. */
    Future<Optional<JsonObject>> findEnded(String turn) {
        return history.messagesBefore(room, Long.MAX_VALUE, EVENTS_MAX).map(events -> completes(events)
                .filter(frame -> turn.equals(frame.getString("turn")))
                .findFirst());
    }

    /** With the tools that were used. */
    Future<FoundTurn.Ended> whole(JsonObject complete) {
        return turnStore
                .turn(room, complete.getString("turn"))
                .map(turn -> new FoundTurn.Ended(complete, entry(complete.getString("content"), turn)));
    }

    private static JsonObject entry(String content, Optional<StoredTurn> turn) {
        List<ToolCall> calls = turn.map(stored -> stored.progress().calls()).orElse(List.of());
        return new JsonObject()
                .put("attempt", turn.map(stored -> stored.turn().attempt()).orElse(1))
                .put("content", content)
                .put("calls", new JsonArray(calls.stream().map(ToolCall::toJson).toList()));
    }

    static long promptOfEntry(JsonObject entry) {
        return entry.getLong("prompt");
    }

    /** 0 when it does not say. */
    static long promptOfComplete(JsonObject complete) {
        return complete.getJsonObject("message").getLong("prompt", 0L);
    }

    private Optional<JsonObject> latest(Stream<JsonObject> entries, long seq, ToLongFunction<JsonObject> prompt) {
        long oldest = AssistantRooms.isPrivate(room) ? 1 : seq;
        return entries.filter(entry -> prompt.applyAsLong(entry) >= oldest && prompt.applyAsLong(entry) <= seq)
                .sorted(Comparator.comparingLong(prompt).reversed())
                .findFirst();
    }

    private static Stream<JsonObject> completes(List<Event> events) {
        return events.stream()
                .filter(event -> event.type().equals(EventType.ANSWER))
                .map(event -> ServerFrame.of(event).toJson());
    }
}
