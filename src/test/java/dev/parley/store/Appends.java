package dev.parley.store;

import dev.parley.protocol.Author;
import dev.parley.protocol.Event;
import dev.parley.protocol.Turn;
import java.util.List;

/** Appends for tests. */
public final class Appends {
    public static final Author ANN = new Author("ann", "Ann", Author.Kind.USER);
    public static final Author BOT = new Author("assistant", "assistant", Author.Kind.ASSISTANT);

    private Appends() {}

    /** Ann says something under her own id. */
    public static Append said(String room, long epoch, String id) {
        return said(room, epoch, id, ANN, "digest of " + id);
    }

    /** Somebody says something under an id of theirs. */
    public static Append said(String room, long epoch, String id, Author from, String digest) {
        return new Append(
                room,
                epoch,
                1_000,
                Event.Type.MESSAGE,
                id,
                true,
                from,
                digest,
                "{\"text\":\"" + id + "\"}",
                List.of(),
                null);
    }

    /** A message under the server's id that starts turns. */
    public static Append asked(String room, long epoch, String id, Turn... turns) {
        return new Append(
                room, epoch, 2_000, Event.Type.MESSAGE, id, false, ANN, "d", "{\"text\":\"?\"}", List.of(turns), null);
    }

    /** The end of a turn. */
    public static Append answered(Turn turn, long epoch, String id) {
        return new Append(
                turn.room(), epoch, 3_000, Event.Type.ANSWER, id, false, BOT, "d", "{\"text\":\"!\"}", List.of(), turn);
    }

    /** Ann asks the assistant. */
    public static Turn turn(String room, String id) {
        return new Turn(room, id, "assistant", 1, 0, ANN);
    }
}
