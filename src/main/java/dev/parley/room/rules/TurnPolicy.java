package dev.parley.room.rules;

import dev.parley.config.AssistantConfig.Overlap;
import dev.parley.messages.RoomCommand.Say;
import dev.parley.model.Author;
import dev.parley.model.Code;
import dev.parley.model.RoomOptions;
import dev.parley.model.StateAccess;
import java.util.List;
import java.util.Optional;

/**
 * Which turns a message starts, and which turn of an assistant may run: what {@link Overlap} means in a room.
 *
 * <p>Pure; one thread at a time.
 */
final class TurnPolicy {
    private static final long BUSY_RETRY_MS = 1000;

    private final String room;
    private final Assistants configured;
    private final LiveTurns liveTurns;
    private final UncommittedTurns uncommitted;
    /** As they are in this room, with its options. */
    private Assistants assistants;

    TurnPolicy(
            String room,
            Assistants configured,
            RoomOptions options,
            LiveTurns liveTurns,
            UncommittedTurns uncommitted) {
        this.room = room;
        this.configured = configured;
        this.liveTurns = liveTurns;
        this.uncommitted = uncommitted;
        apply(options);
    }

    void apply(RoomOptions options) {
        assistants = configured.with(options);
    }

    /** What becomes of a message that calls this assistant while it answers another one. */
    Overlap overlap(String assistant) {
        return assistants.overlap(assistant);
    }

    StateAccess stateAccess(String assistant) {
        return assistants.stateAccess(assistant);
    }

    /** The assistants that a message calls; those of other assistants call nobody. */
    List<String> calledBy(Say command) {
        return command.by().author().kind() == Author.Kind.USER
                ? assistants.calledBy(room, command.content())
                : List.of();
    }

    /** The other assistants that an assistant's answer mentions. */
    List<String> mentionedBy(LiveTurn liveTurn) {
        return assistants.mentionedBy(liveTurn.turn().assistant(), liveTurn.content());
    }

    /**
     * Those called that start a turn of their own; the others merge the message into a queued one. Throws if one
     * rejects it.
     */
    List<String> starting(List<String> called) {
        if (called.isEmpty()) {
            return called;
        }
        for (String assistant : called) {
            if (overlap(assistant) == Overlap.REJECT && (liveTurns.isBusy(assistant) || uncommitted.has(assistant))) {
                throw Code.RATE_LIMITED.refuse(assistant + " is still answering", BUSY_RETRY_MS);
            }
        }
        return called.stream()
                .filter(assistant -> overlap(assistant) != Overlap.MERGE || !liveTurns.hasQueued(assistant))
                .toList();
    }

    /**
     * Whether a message has to wait for another one that is on its way to the store: the two share a turn if that
     * message starts one, which only the store knows, because it may be a resend.
     */
    boolean mustWait(Say command) {
        return uncommitted.count() > 0
                && calledBy(command).stream()
                        .anyMatch(assistant -> overlap(assistant) == Overlap.MERGE
                                && uncommitted.has(assistant)
                                && !liveTurns.hasQueued(assistant));
    }

    /** The turn of an assistant that may run now; none while a message that joins it is on its way to the store. */
    Optional<LiveTurn> next(String assistant) {
        return uncommitted.isMerging(assistant) ? Optional.empty() : liveTurns.next(assistant);
    }
}
