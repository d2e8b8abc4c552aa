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

    /** The text of a message was replaced: {@code {target}}; a reader adds the {@code text} that it has now. */
    public static final String EDITED = "edited";

    /** A message or a custom event was deleted: {@code {target}}. */
    public static final String DELETED = "deleted";

    /** Somebody's reaction to a message came or went: {@code {target, emoji, on}}. */
    public static final String REACTION = "reaction";

    /** A client's own event: {@code {name, data}}. */
    public static final String EVENT = "event";

    /** The room's shared state was changed: {@code {patch}}. */
    public static final String STATE = "state";

    /** The room's settings, members or sanctions were changed: see {@link RoomChange}. */
    public static final String ROOM = "room";

    private EventType() {}

    /** Whether history lists it: what people and assistants said. */
    public static boolean isMessage(String type) {
        return type.equals(MESSAGE) || type.equals(ANSWER);
    }
}
