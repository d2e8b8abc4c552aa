package dev.parley.store.sqlite;

import dev.parley.model.Author;
import dev.parley.model.Event;
import dev.parley.store.Committed;
import dev.parley.store.Sent;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An event in the journal.
 *
 * @param n its place there
 * @param clientId whether its id is its sender's key
 * @param digest of the content, to tell a resend from another message
 */
record JournalRow(long n, Event event, boolean clientId, String digest) {
    /** The place of one that was moved: it may still be in the journal, and is not in memory. */
    static final long MOVED = 0;

    /** The body of one that its room does not keep. */
    static final String SCRUBBED = "{\"deleted\":true}";

    /** What the objects around the text take, about. */
    private static final long OBJECTS = 300L;

    /** What it takes in memory, about. */
    long bytes() {
        return OBJECTS + event.body().length();
    }

    /** The places of rows as a JSON list. */
    static String numbers(List<JournalRow> rows) {
        return rows.stream().map(row -> String.valueOf(row.n())).collect(Collectors.joining(",", "[", "]"));
    }

    Committed.Duplicate asEarlier(String sameDigest) {
        return new Committed.Duplicate(event.seq(), event.ts(), asSent().isSame(sameDigest));
    }

    Sent asSent() {
        return new Sent(event.seq(), event.ts(), digest);
    }

    /** The same event with another body. */
    JournalRow withBody(String body) {
        Event changed = new Event(event.room(), event.seq(), event.ts(), event.type(), event.id(), event.from(), body);
        return new JournalRow(n, changed, clientId, digest);
    }

    /** What is left of one that its room does not keep: its id and digest, so that a resend is told. */
    JournalRow scrubbed() {
        Author from = event.from();
        Event left = new Event(
                event.room(),
                event.seq(),
                event.ts(),
                event.type(),
                event.id(),
                new Author(from.id(), "", from.kind(), from.guest()),
                SCRUBBED);
        return new JournalRow(n, left, clientId, digest);
    }

    /** The same, and every content counts as its own from now on. */
    JournalRow withoutDigest() {
        return new JournalRow(n, event, clientId, "");
    }
}
