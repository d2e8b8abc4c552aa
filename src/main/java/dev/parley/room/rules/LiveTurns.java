package dev.parley.room.rules;

import dev.parley.model.ToolCall;
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
public final class LiveTurns {
    private final Map<String, LiveTurn> byTurn = new LinkedHashMap<>(2);

    LiveTurns(Claim claim) {
        claim.turns().forEach(open -> byTurn.put(open.turn().id(), new LiveTurn(open)));
    }

    public List<LiveTurn> all() {
        return List.copyOf(byTurn.values());
    }

    int count() {
        return byTurn.size();
    }

    public LiveTurn get(String turn) {
        return byTurn.get(turn);
    }

    void add(LiveTurn liveTurn) {
        byTurn.put(liveTurn.turn().id(), liveTurn);
    }

    void remove(String turn) {
        byTurn.remove(turn);
    }

    /** Those of an assistant that have not ended. */
    public List<LiveTurn> of(String assistant) {
        return all().stream()
                .filter(liveTurn -> liveTurn.turn().assistant().equals(assistant) && !liveTurn.isEnding())
                .toList();
    }

    /** Whether all that is left to do waits for a person: the room may sleep. */
    boolean onlyWait() {
        return byTurn.values().stream().allMatch(LiveTurn::isWaiting);
    }

    /** When the first permission that is waited for ends; {@link Long#MAX_VALUE} when none is. */
    public long expiresAt() {
        return byTurn.values().stream()
                .flatMap(liveTurn -> liveTurn.waitingCalls().stream())
                .mapToLong(ToolCall::expiresAt)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    boolean isBusy(String assistant) {
        return of(assistant).stream().anyMatch(liveTurn -> !liveTurn.isWaiting());
    }

    boolean hasQueued(String assistant) {
        return of(assistant).stream().anyMatch(LiveTurn::isQueued);
    }

    /** The one of an assistant's answers that may run now. */
    Optional<LiveTurn> next(String assistant) {
        Collection<LiveTurn> mine = of(assistant);
        return mine.stream().anyMatch(LiveTurn::isRunning)
                ? Optional.empty()
                : mine.stream().filter(LiveTurn::isQueued).findFirst();
    }
}
