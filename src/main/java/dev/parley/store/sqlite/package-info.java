/**
 * The store in one SQLite file, for one node.
 *
 * <p>What it is: {@link dev.parley.store.sqlite.SqliteStore}; one writer thread that commits in groups, a few reader
 * threads, and a lock file beside the database. Who calls it: {@code Main} opens it; everybody else sees
 * {@link dev.parley.store.Store}.
 *
 * <pre>
 *  caller's context ──submit──▶ Lane ──next(batch)──▶ GroupCommit: BEGIN · work · work · … · COMMIT
 *        ▲                                                             │ only now
 *        └───────────── one task an event loop ◀── Delivery ◀──────────┘
 * </pre>
 *
 * <p>Events are appended to a journal, in the order of commits, so that a commit writes a few pages whatever the number of its
 * rooms; later commits move a room's events together to {@code events}, which has the key (room, seq) and the index of
 * clients' ids ({@link dev.parley.store.sqlite.Journal}). What has not moved yet is in memory as well
 * ({@link dev.parley.store.sqlite.UnmovedEvents}), for readers and for ids that come again. A crash loses none of it: the journal is a
 * table of the same file, read back at the next start; a clean end leaves it empty. Who reads the file with other programs while a
 * node runs finds the newest events in {@code journal}, and how far a room is in the larger of both.
 *
 * <p>What it promises: an operation succeeds after the COMMIT that holds it returned, with the WAL synced
 * ({@code synchronous=FULL}); operations are applied in the order in which they were submitted; one bad operation fails
 * alone; a transaction that cannot be committed fails all its operations with {@code unavailable}, and a probe that really
 * writes says when the store is back. Limits: {@code config.StoreConfig} (both lanes take {@code queue} operations, a
 * transaction {@code batch}; the journal holds {@code journal} bytes, and some more while it catches up, for each commit then
 * moves twice what it appends); one process a file; read and written on local disks only (WAL needs shared memory).
 *
 * <p>The schema is numbered SQL files under {@code migrations/sqlite}, applied by a few lines against
 * {@code PRAGMA user_version}. Not Flyway: it costs start-up time and would want a JDBC driver for Postgres as well, which
 * the store there has no other use for.
 */
@CheckReturnValue
package dev.parley.store.sqlite;

import com.google.errorprone.annotations.CheckReturnValue;
