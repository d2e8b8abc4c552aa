package dev.parley.messages;

import dev.parley.bus.Wire;
import dev.parley.model.StateAccess;
import dev.parley.model.Turn;
import dev.parley.model.TurnStep;
import java.util.List;

/** A command to the AI verticle at {@link Addresses#ai}: the first, and what a room sends back after each reply. */
@Wire("AiCommand")
public sealed interface AiCommand {

    /**
     * An assistant shall answer a message. It reads the room's history by itself.
     *
     * @param prompt the text of the message at {@code turn.promptSeq}
     * @param upTo the last event that may be read: answers that came after the prompt belong to what the model is told
     * @param all whether also what people said after the prompt is to be answered
     * @param steps of the turn so far; tools of the last one may still have to run
     * @param state what the assistant may do with the room's shared state
     */
    @Wire("Ask")
    record Ask(Turn turn, String prompt, long upTo, boolean all, List<TurnStep> steps, StateAccess state)
            implements AiCommand {
        public Ask {
            state = state == null ? StateAccess.NONE : state; // an older node sent none
        }
    }

    /**
     * The node drops what it has cached for a room, and for all of its assistants: summaries, lists of tools, and which
     * providers fail. Answered with {@link AiReply.Forgotten}.
     */
    @Wire("Forget")
    record Forget(String room) implements AiCommand {}

    /** Go on: what the reply said is kept, and shown. */
    @Wire("Next")
    record Next() implements AiCommand {}

    /** Stop; nothing more is wanted and nothing is answered. */
    @Wire("Stop")
    record Stop() implements AiCommand {}
}
