package dev.parley.model;

/**
 * The types of events that this version knows. A type is text: a newer version may store others, which every reader
 * passes on as they are.
 */
public final class EventType {
    /** Somebody said something: announced as {@code message}. */
    public static final String MESSAGE = "message";

    /** An assistant's turn ended: announced as {@code complete}. */
    public static final String ANSWER = "answer";

    private EventType() {}

    /** Whether history lists it: what people and assistants said. */
    public static boolean isMessage(String type) {
        return type.equals(MESSAGE) || type.equals(ANSWER);
    }
}
