package dev.parley.protocol;

/** What the AI verticle is asked at {@link Addresses#AI}, and what a room answers to each of its replies. */
public sealed interface AiCommand {

    /**
     * An assistant shall answer a message. It reads the room's history by itself.
     *
     * @param prompt the text of the message at {@code promptSeq}
     */
    record Ask(Turn turn, String prompt) implements AiCommand {}

    /** Go on. */
    record Next() implements AiCommand {}

    /** Stop; nothing more is wanted and nothing is answered. */
    record Stop() implements AiCommand {}
}
