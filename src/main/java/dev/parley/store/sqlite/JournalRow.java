package dev.parley.store.sqlite;

import dev.parley.model.Event;
import dev.parley.store.Committed;
import dev.parley.store.Sent;

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

    /** What the objects around the text take, about. */
    private static final long OBJECTS = 300L;

    /** What it takes in memory, about. */
    long bytes() {
        return OBJECTS + event.body().length();
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

    /** The same, and every content counts as its own from now on. */
    JournalRow withoutDigest() {
        return new JournalRow(n, event, clientId, "");
    }
}
