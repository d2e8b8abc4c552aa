package dev.parley.store.sqlite;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What the writer does beside the work of rooms, in small pieces between their transactions: it has what was deleted
 * leave the write-ahead log and the pages of the file, empties digests of what was deleted a day ago, and lists the
 * messages of an older file, and erases what rooms do not keep any more. Writer thread only.
 */
final class Upkeep implements AutoCloseable {
    /** From a delete or an edit until the log is emptied; what comes meanwhile goes with it. Well below 10 s. */
    static final Duration ERASE_AFTER = Duration.ofSeconds(2);
    /** How long a resend of what was deleted is told from another content. */
    static final Duration DIGESTS_STAY = Duration.ofHours(24);

    private static final Duration ERASE_AGAIN = Duration.ofMillis(250);
    private static final Duration FORGET_EVERY = Duration.ofMinutes(10);
    /** While rooms have work; when they have none, one chunk follows the other. */
    private static final Duration LIST_EVERY = Duration.ofMillis(100);

    /** Of the writer's time, one part in so many is for cleaning pages, as long as there are any; and for erasing. */
    private static final int SHARE = 5;

    private static final long NEVER = Long.MAX_VALUE;

    private final LongSupplier clock;
    private final Checkpointer checkpointer;
    private final PageGaps pageGaps;
    private final long started = System.nanoTime();
    /** When each is due, in nanoseconds since the start. After a crash the log may have what was to be erased. */
    private long eraseAt = ERASE_AFTER.toNanos();

    /** When the next pages are cleaned. */
    private long cleanAt = NEVER;
    /** Whether all are cleaned once more afterwards: something was deleted meanwhile. */
    private boolean cleanAgain;

    private long forgetAt;
    private long listAt;
    /** When events are erased that rooms do not keep any more. */
    private long retireAt;

    /** {@code clock} tells milliseconds since the epoch. */
    Upkeep(LongSupplier clock, Checkpointer checkpointer, PageGaps pageGaps) {
        this.clock = clock;
        this.checkpointer = checkpointer;
        this.pageGaps = pageGaps;
    }

    /** How long the writer may wait for work of rooms. */
    Duration wait(Duration longest) {
        if (listAt != NEVER) {
            return Duration.ZERO;
        }
        long due = Math.min(Math.min(eraseAt, cleanAt), Math.min(forgetAt, retireAt)) - now();
        return Duration.ofNanos(Math.max(0, Math.min(longest.toNanos(), due)));
    }

    /** Does what is due; {@code isIdle}: no room waits. */
    void run(Transaction transaction, boolean isIdle) throws SQLException, IOException {
        long now = now();
        if (listAt != NEVER && (isIdle || listAt <= now)) {
            listAt = transaction.listMessages() ? now + LIST_EVERY.toNanos() : NEVER;
        }
        if (forgetAt <= now) {
            boolean hasMore = transaction.forgetDigests(clock.getAsLong() - DIGESTS_STAY.toMillis());
            forgetAt = hasMore ? now : now + FORGET_EVERY.toNanos();
        }
        if (transaction.takeRetired() || retireAt <= now) {
            boolean hasMore = transaction.eraseRetired();
            long end = now();
            retireAt = end + (hasMore ? SHARE * (end - now) : FORGET_EVERY.toNanos());
        }
        if (transaction.takeRewritten() && eraseAt == NEVER) {
            eraseAt = now + ERASE_AFTER.toNanos();
            checkpointer.request(); // so that little is left for the writer
        }
        if (eraseAt <= now) {
            eraseAt = transaction.truncateLog() ? NEVER : now + ERASE_AGAIN.toNanos();
            if (eraseAt == NEVER) {
                requestCleaning(now);
            }
        } else if (cleanAt <= now) {
            clean(transaction, now);
        }
    }

    private void requestCleaning(long now) throws IOException {
        if (cleanAt == NEVER) {
            cleanAt = now;
            pageGaps.restart();
        } else {
            cleanAgain = true; // pages that were cleaned already may have something new
        }
    }

    private void clean(Transaction transaction, long now) throws SQLException, IOException {
        if (!transaction.truncateLog()) {
            cleanAt = now + ERASE_AGAIN.toNanos();
            return;
        }
        boolean hasMore = pageGaps.step();
        transaction.forgetPages(); // or it would write back what was cleaned
        long took = now() - now;
        cleanAt = hasMore || cleanAgain ? now + SHARE * took : NEVER;
        if (!hasMore && cleanAgain) {
            cleanAgain = false;
            pageGaps.restart();
        }
    }

    /** The file was opened again: nobody knows what the transaction that failed has left. */
    void reopened() {
        eraseAt = now() + ERASE_AFTER.toNanos();
    }

    /** After the writer's connection: it ends the locks of this process on the file. */
    @Override
    public void close() throws IOException {
        pageGaps.close();
    }

    private long now() {
        return System.nanoTime() - started;
    }
}
