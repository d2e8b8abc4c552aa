package dev.parley.room.rules;

import dev.parley.model.ToolCall;
import dev.parley.store.Claim;
import dev.parley.store.OpenTurn;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The turns in progress in a room, in the order of their questions.
 *
 * <p>Of each assistant one turn runs at a time; one that waits for a person holds up no other. Pure; one thread at a
 * time. At most {@code limits.answersPerRoom} turns.
 */
public final class LiveTurns {
    private final Map<String, LiveTurn> byId = new LinkedHashMap<>(2);

    LiveTurns(Claim claim, Map<Long, TurnPrompt> prompts) {
        for (OpenTurn open : claim.turns()) {
            TurnPrompt prompt = prompts.getOrDefault(open.turn().promptSeq(), TurnPrompt.MISSING);
            byId.put(open.turn().id(), new LiveTurn(open, prompt));
        }
    }

    public List<LiveTurn> all() {
        return List.copyOf(byId.values());
    }

    int count() {
        return byId.size();
    }

    public LiveTurn get(String turn) {
        return byId.get(turn);
    }

    void add(LiveTurn liveTurn) {
        byId.put(liveTurn.turn().id(), liveTurn);
    }

    void remove(String turn) {
        byId.remove(turn);
    }

    /** The turns that answer this message, also those that are about to end. */
    public List<LiveTurn> answering(long prompt) {
        return byId.isEmpty()
                ? List.of()
                : all().stream()
                        .filter(liveTurn -> liveTurn.turn().promptSeq() == prompt)
                        .toList();
    }

    /**
     * Has nothing left of the turns that answer messages below {@code first}, as if those were deleted. Returns those
     * that are not about to end.
     */
    public List<LiveTurn> forgetBelow(long first) {
        List<LiveTurn> below = all().stream()
                .filter(liveTurn -> liveTurn.turn().promptSeq() < first)
                .toList();
        below.forEach(LiveTurn::forget);
        return below.stream().filter(liveTurn -> !liveTurn.isEnding()).toList();
    }

    /** The turns of an assistant that are not about to end. */
    public List<LiveTurn> of(String assistant) {
        return all().stream()
                .filter(liveTurn -> liveTurn.turn().assistant().equals(assistant) && !liveTurn.isEnding())
                .toList();
    }

    /** Whether all turns wait for a person: the room may sleep. */
    boolean onlyWait() {
        return byId.values().stream().allMatch(LiveTurn::isWaiting);
    }

    /** When the first tool call that waits for a person expires; {@link Long#MAX_VALUE} when none waits. */
    public long expiresAt() {
        return byId.values().stream()
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

    /** The turn of an assistant that may run now. */
    Optional<LiveTurn> next(String assistant) {
        Collection<LiveTurn> mine = of(assistant);
        return mine.stream().anyMatch(LiveTurn::isRunning)
                ? Optional.empty()
                : mine.stream().filter(LiveTurn::isQueued).findFirst();
    }
}
