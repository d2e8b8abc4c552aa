package dev.parley.room;

import dev.parley.protocol.ToolCall;
import dev.parley.store.Claim;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answers in progress in a room, in the order in which they were asked for. Of each assistant one runs at a time; one
 * that waits for a person holds up nobody.
 */
final class Answers {
    private final Map<String, Answer> byTurn = new LinkedHashMap<>(2);

    Answers(Claim claim) {
        claim.turns().forEach(open -> byTurn.put(open.turn().id(), new Answer(open)));
    }

    List<Answer> all() {
        return List.copyOf(byTurn.values());
    }

    int count() {
        return byTurn.size();
    }

    Answer get(String turn) {
        return byTurn.get(turn);
    }

    void add(Answer answer) {
        byTurn.put(answer.turn().id(), answer);
    }

    void remove(String turn) {
        byTurn.remove(turn);
    }

    /** Those of an assistant that have not ended. */
    List<Answer> of(String assistant) {
        return all().stream()
                .filter(answer -> answer.turn().assistant().equals(assistant) && !answer.isEnding())
                .toList();
    }

    /** Whether all that is left to do waits for a person: the room may sleep. */
    boolean onlyWait() {
        return byTurn.values().stream().allMatch(Answer::isWaiting);
    }

    /** When the first permission that is waited for ends; {@link Long#MAX_VALUE} when none is. */
    long expiresAt() {
        return byTurn.values().stream()
                .flatMap(answer -> answer.waitingCalls().stream())
                .mapToLong(ToolCall::expiresAt)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    boolean isBusy(String assistant) {
        return of(assistant).stream().anyMatch(answer -> !answer.isWaiting());
    }

    boolean hasQueued(String assistant) {
        return of(assistant).stream().anyMatch(Answer::isQueued);
    }

    /** The one of an assistant's answers that may run now. */
    Optional<Answer> next(String assistant) {
        Collection<Answer> mine = of(assistant);
        return mine.stream().anyMatch(Answer::isRunning)
                ? Optional.empty()
                : mine.stream().filter(Answer::isQueued).findFirst();
    }
}
