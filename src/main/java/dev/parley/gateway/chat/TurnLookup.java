package dev.parley.gateway.chat;

import dev.parley.access.Access;
import dev.parley.contract.AnswerFrame;
import dev.parley.contract.ServerFrame;
import dev.parley.messages.Principal;
import dev.parley.model.AssistantRooms;
import dev.parley.model.Event;
import dev.parley.model.EventType;
import dev.parley.model.TurnSnapshot;
import dev.parley.store.History;
import dev.parley.store.StoredTurn;
import dev.parley.store.TurnStore;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Finds the turn that belongs to a message: the one whose {@code prompt} is the message's {@code seq}. Where every
 * message calls the assistant, a message that began no turn was added to the question before it, and belongs to that
 * turn. Reads the store, as far as {@code reader} may read the room, and {@code ready} frames; stateless.
 */
record TurnLookup(History history, TurnStore turnStore, Access access, Principal reader, String room) {
    /** An answer is looked for among so many events behind its message, and among so many latest messages. */
    private static final int EVENTS_MAX = 200;

    /** The entry of a turn in a {@code ready} frame. */
    static Optional<TurnSnapshot> running(ServerFrame.Ready ready, String turn) {
        return ready.turns().stream().filter(entry -> entry.turn().equals(turn)).findFirst();
    }

    /** The entry in a {@code ready} frame of the answer to the message at {@code seq}. */
    Optional<TurnSnapshot> running(ServerFrame.Ready ready, long seq) {
        return latest(ready.turns().stream(), seq, TurnSnapshot::prompt);
    }

    /** The end of the answer to the message at {@code seq}, if it ended. */
    Future<Optional<AnswerFrame.End>> findEnded(long seq) {
        return access.read(reader, room, () -> history.eventsAfter(room, seq, EVENTS_MAX)
                        .compose(events ->
                                Future.all(ends(events).map(this::withPrompt).toList())))
                .map(all -> latest(all.<AnswerFrame.End>list().stream(), seq, AnswerFrame.End::prompt));
    }

    /** Of a deleted answer its turn alone says what it answered. */
    private Future<AnswerFrame.End> withPrompt(AnswerFrame.End end) {
        return end.prompt() > 0
                ? Future.succeededFuture(end)
                : turnStore.turn(room, end.turn()).map(stored -> stored.map(
                                turn -> end.answering(turn.turn().promptSeq()))
                        .orElse(end));
    }

    /** The end of a turn, if it ended lately. */
    Future<Optional<AnswerFrame.End>> findEnded(String turn) {
        return access.read(reader, room, () -> history.messagesBefore(room, Long.MAX_VALUE, EVENTS_MAX))
                .map(events ->
                        ends(events).filter(end -> turn.equals(end.turn())).findFirst());
    }

    /** With the tools that were used. */
    Future<FoundTurn.Ended> whole(AnswerFrame.End end) {
        return access.read(reader, room, () -> turnStore.turn(room, end.turn()))
                .map(stored -> new FoundTurn.Ended(end, entry(end, stored)));
    }

    private static TurnSnapshot entry(AnswerFrame.End end, Optional<StoredTurn> stored) {
        return new TurnSnapshot(
                end.turn(),
                end.assistant(),
                stored.map(turn -> turn.turn().attempt()).orElse(1),
                end.prompt(),
                stored.map(turn -> turn.turn().asker().id()).orElse(""),
                end.content(),
                stored.map(turn -> turn.progress().calls()).orElse(List.of()));
    }

    private <T> Optional<T> latest(Stream<T> entries, long seq, ToLongFunction<T> prompt) {
        long oldest = AssistantRooms.isPrivate(room) ? 1 : seq;
        return entries.filter(entry -> prompt.applyAsLong(entry) >= oldest && prompt.applyAsLong(entry) <= seq)
                .sorted(Comparator.comparingLong(prompt).reversed())
                .findFirst();
    }

    private static Stream<AnswerFrame.End> ends(List<Event> events) {
        return events.stream()
                .filter(event -> event.type().equals(EventType.ANSWER))
                .map(AnswerFrame.End::of);
    }
}
