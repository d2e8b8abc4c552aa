package dev.parley.room.rules;

import dev.parley.model.Turn;
import dev.parley.store.Commit;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The turns that are on their way to the store, and the messages that join a queued turn instead of starting one.
 *
 * <p>Pure; one thread at a time. Bounded by {@code limits.answersPerRoom} and {@code rooms.pending}.
 */
final class UncommittedTurns {
    private final Map<String, Integer> countByAssistant = new HashMap<>(2);
    /**
     * The assistants whose queued turn a message joins, by its commit: such a turn waits until the message is
     * committed.
     */
    private final IdentityHashMap<Commit, List<String>> merging = new IdentityHashMap<>(1);

    private int count;

    void add(List<Turn> turns) {
        change(turns, 1);
    }

    void remove(List<Turn> turns) {
        change(turns, -1);
    }

    private void change(List<Turn> turns, int by) {
        count += by * turns.size();
        for (Turn turn : turns) {
            countByAssistant.merge(turn.assistant(), by, (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    int count() {
        return count;
    }

    boolean has(String assistant) {
        return countByAssistant.containsKey(assistant);
    }

    /** A message joins the queued turns of these assistants. */
    void merge(Commit commit, List<String> assistants) {
        merging.put(commit, assistants);
    }

    /** It is known what became of a message; returns the assistants whose turns waited for it. */
    List<String> unmerge(Commit commit) {
        List<String> assistants = merging.remove(commit);
        return assistants == null ? List.of() : assistants;
    }

    boolean isMerging(String assistant) {
        return merging.values().stream().anyMatch(assistants -> assistants.contains(assistant));
    }
}
