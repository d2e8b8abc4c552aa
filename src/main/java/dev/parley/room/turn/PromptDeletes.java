package dev.parley.room.turn;

import dev.parley.room.rules.LiveTurn;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/**
 * The deletes of prompts that are on their way to the store. The end of a turn waits for them: what it stores must not
 * bring back what a delete before it has taken away.
 *
 * <p>On the room's context; at most one entry for each turn in progress.
 */
final class PromptDeletes {
    private final Map<Long, Future<?>> underWay = new HashMap<>(1);

    /** A prompt is being deleted; those of one prompt complete in the order in which they are added. */
    void add(long prompt, Future<?> outcome) {
        underWay.put(prompt, outcome);
        outcome.onComplete(v -> underWay.remove(prompt, outcome));
    }

    /** Completes when it is known what became of the prompt; never fails. */
    Future<Void> whenKnown(LiveTurn liveTurn) {
        return underWay.getOrDefault(liveTurn.turn().promptSeq(), Future.succeededFuture())
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }
}
