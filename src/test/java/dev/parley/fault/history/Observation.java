package dev.parley.fault.history;

import java.util.Map;

/** One thing that a client did or saw. {@code at} is monotonic, in nanoseconds; connections of a client count from 1. */
public sealed interface Observation {
    long at();

    int connection();

    /** A connection to a node is open. */
    record Opened(long at, int connection, String node) implements Observation {}

    /** It is gone; a code below 1000 is the client's own decision. */
    record Closed(long at, int connection, int code, String why) implements Observation {}

    /** {@code init} was sent. */
    record Entering(long at, int connection, String room, long since) implements Observation {}

    /** {@code turns} is what was already said of each answer in progress, by turn. */
    record Ready(long at, int connection, String room, long seq, long since, boolean reset, Map<String, Attempt> turns)
            implements Observation {}

    /** An answer in progress. */
    record Attempt(int attempt, String text) {}

    /** {@code wantedAt} is when its user pressed the key, which may be long before it could be sent. */
    record Sent(long at, int connection, String room, String id, String text, long wantedAt) implements Observation {}

    /** The promise that it is stored. */
    record Acked(long at, int connection, String room, String id, long seq, boolean duplicate) implements Observation {}

    /** The answer to a message was an error. */
    record Refused(long at, int connection, String room, String id, String code, boolean retry)
            implements Observation {}

    /** Another error: of an {@code init}, a {@code load_messages}, or about nothing in particular. */
    record Failed(long at, int connection, String what, String code) implements Observation {}

    /** A durable event came. */
    record Received(long at, int connection, String room, Stored message) implements Observation {}

    /** A message came as history. */
    record Loaded(long at, int connection, String room, Stored message) implements Observation {}

    /** The server gave up sending until the next {@code init}. */
    record Resynced(long at, int connection, String room) implements Observation {}

    /** A piece of an answer. */
    record Chunk(long at, int connection, String room, String turn, int attempt, int offset, String content)
            implements Observation {}
}
