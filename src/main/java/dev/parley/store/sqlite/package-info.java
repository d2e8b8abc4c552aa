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
 * <p>What it promises: an operation succeeds after the COMMIT that holds it returned, with the WAL synced
 * ({@code synchronous=FULL}); operations are applied in the order in which they were submitted; one bad operation fails
 * alone; a transaction that cannot be committed fails all its operations with {@code unavailable}, and a probe that really
 * writes says when the store is back. Limits: {@code config.StoreConfig} (both lanes take {@code queue} operations, a
 * transaction {@code batch}); one process a file; read and written on local disks only (WAL needs shared memory).
 *
 * <p>The schema is numbered SQL files under {@code migrations/sqlite}, applied by a few lines against
 * {@code PRAGMA user_version}. Not Flyway: it costs start-up time and would want a JDBC driver for Postgres as well, which
 * the store there has no other use for.
 */
@CheckReturnValue
package dev.parley.store.sqlite;

import com.google.errorprone.annotations.CheckReturnValue;
