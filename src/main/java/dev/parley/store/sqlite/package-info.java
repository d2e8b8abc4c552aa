/**
 * The store in one SQLite file, for one node.
 *
 * <p>What it is: {@link dev.parley.store.sqlite.SqliteStore}; one writer thread that commits in groups, a few reader
 * threads, a checkpointer, and a lock on the file. Who calls it: the node's wiring opens it; everybody else sees
 * {@link dev.parley.store.Store}.
 *
 * <pre>
 *  caller's context ──submit──▶ WorkQueue ──next(batch)──▶ GroupCommit: BEGIN · work · work · … · COMMIT
 *        ▲                                                             │ only now
 *        └──────────── one task an event loop ◀── ReplyDelivery ◀──────┘
 * </pre>
 *
 * <p>Events are appended to a journal, in the order of commits, so that a commit writes a few pages whatever the number
 * of its rooms; later commits move a room's events together to {@code events}, which has the key (room, seq) and the
 * index of clients' ids ({@link dev.parley.store.sqlite.Journal}). Events that were not moved yet are in memory as well
 * ({@link dev.parley.store.sqlite.UnmovedEvents}), for readers and for ids that come again. A crash loses none of them:
 * the journal is a table of the same file, read back at the next start; a clean end leaves it empty. A program that
 * reads the file while a node runs finds the newest events in {@code journal}, and how far a room is in the larger of
 * both.
 *
 * <p>An edit or a delete writes an earlier event anew wherever it stands ({@link
 * dev.parley.store.sqlite.StoredEvents}), and what it replaced leaves the file within 10 s ({@link
 * dev.parley.store.sqlite.Upkeep}). Messages are listed in a table of their own when they are moved, so that pages of
 * them are found among any number of other events; those of an older file little by little ({@link
 * dev.parley.store.sqlite.MessageListing}).
 *
 * <p>What a room does not keep any more lies below its {@code first_seq}, which every read compares with in its own
 * statement. It is erased in steps behind the rooms' writes: texts at once, rows a day after they were written ({@link
 * dev.parley.store.sqlite.RetiredEvents}). Open rooms are listed by an index, those of a user by the members' table.
 *
 * <p>What it promises: an operation succeeds after the COMMIT of its transaction returned, with the WAL synced
 * ({@code synchronous=FULL}); operations are done in the order in which they were submitted; one bad operation fails
 * alone; a transaction that cannot be committed fails all its operations with {@code unavailable}, and the store is up
 * again once a probe was really written. Limits: {@code config.StoreConfig} (both queues take {@code queue} operations,
 * a transaction {@code batch}; the journal has {@code journal} bytes, and some more while it catches up, because each
 * commit then moves twice what it appends); one process a file; read and written on local disks only (WAL needs shared
 * memory).
 *
 * <p>Capabilities write in transactions of their own, behind each of the rooms' and a few at a time: of their
 * statements nothing is known beforehand, and one that takes too long makes SQLite roll back all that its transaction
 * did.
 *
 * <p>Errors: a file that cannot be used at the start is a {@link dev.parley.config.InvalidConfig} of {@code store.url}.
 *
 * <p>The schema is numbered SQL files under {@code migrations/sqlite}, applied by a few lines against
 * {@code PRAGMA user_version}. Not Flyway: it makes the start slower and would need a JDBC driver for Postgres as well,
 * which the store there has no other use for.
 */
@CheckReturnValue
package dev.parley.store.sqlite;

import com.google.errorprone.annotations.CheckReturnValue;
