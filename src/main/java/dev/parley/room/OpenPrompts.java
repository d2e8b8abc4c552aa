package dev.parley.room;

import dev.parley.room.rules.TurnPrompt;
import dev.parley.store.Claim;
import dev.parley.store.History;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the prompts of the turns that a claim finds in progress, before anybody sees the room: a turn whose prompt was
 * deleted shows nothing.
 */
final class OpenPrompts {
    private OpenPrompts() {}

    /** By their {@code seq}; without those that the store does not have. One read a prompt, all at once. */
    static Future<Map<Long, TurnPrompt>> read(History history, String room, Claim claim) {
        Map<Long, TurnPrompt> prompts = new HashMap<>();
        List<Future<Void>> reads = claim.turns().stream()
                .map(open -> open.turn().promptSeq())
                .distinct()
                .map(seq -> read(history, room, seq, claim.first(), prompts))
                .toList();
        return Future.all(reads).map(prompts);
    }

    private static Future<Void> read(
            History history, String room, long seq, long first, Map<Long, TurnPrompt> prompts) {
        if (seq < first) { // its end was on its way when the room dropped the prompt
            prompts.put(seq, TurnPrompt.DELETED);
            return Future.succeededFuture();
        }
        return history.eventsAfter(room, seq - 1, 1)
                .onSuccess(found -> found.stream()
                        .filter(event -> event.seq() == seq)
                        .forEach(event -> prompts.put(seq, TurnPrompt.of(event))))
                .mapEmpty();
    }
}
