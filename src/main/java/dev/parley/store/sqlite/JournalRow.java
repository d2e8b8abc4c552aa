package dev.parley.store.sqlite;

import dev.parley.model.Event;
import dev.parley.store.Committed;

/**
 * An event in the journal.
 *
 * @param n its place there
 * @param clientId whether its id is its sender's key
 * @param digest of the content, to tell a resend from another message
 */
record JournalRow(long n, Event event, boolean clientId, String digest) {
    /** What the objects around the text take, about. */
    private static final long OBJECTS = 300L;

    /** What it takes in memory, about. */
    long bytes() {
        return OBJECTS + event.body().length();
    }

    Committed.Duplicate asEarlier(String sameDigest) {
        return new Committed.Duplicate(event.seq(), event.ts(), sameDigest != null && sameDigest.equals(digest));
    }
}
