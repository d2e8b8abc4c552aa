package dev.parley.model;

/**
 * A question to an assistant, from when it was accepted to its end.
 *
 * @param id unique
 * @param attempt from 1; rises when the answer is started again by a new owner of the room
 * @param promptSeq the message it answers
 * @param asker who may stop it beside moderators; with whose rights tools run
 * @param depth how many assistants called one another before: 0 when a person asked
 */
public record Turn(String room, String id, String assistant, int attempt, long promptSeq, Author asker, int depth) {
    /** The same, begun once more. */
    public Turn nextAttempt() {
        return new Turn(room, id, assistant, attempt + 1, promptSeq, asker, depth);
    }

    /** The same, as its prompt was stored at this place. */
    public Turn at(long seq) {
        return new Turn(room, id, assistant, attempt, seq, asker, depth);
    }
}
