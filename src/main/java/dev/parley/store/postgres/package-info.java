/**
 * The store in Postgres, for one node or many.
 *
 * <p>What it is: {@link dev.parley.store.postgres.PostgresStore} with a few lanes (connections) that store commits,
 * claims and releases in batches, a few connections for reads and sessions, one for the leases of nodes and one for
 * what capabilities write. Who calls it: the node's wiring opens it; everybody else sees {@link dev.parley.store.Store}
 * and {@link dev.parley.cluster.Leases}.
 *
 * <pre>
 *  caller's context ──submit──▶ RoomLane ──Batch──▶ one BatchStatement, committed by the server when it replies
 *        ▲                                                             │ row by row
 *        └──────────── one task an event loop ◀── ReplyDelivery ◀──────┘
 * </pre>
 *
 * <p>What it promises: an operation succeeds after its commit, which is synchronous on this server; a room's operations
 * are done in the order in which they were submitted; one bad operation fails alone. When a connection breaks, a
 * statement is not answered within {@code timeout} or the server cannot write, every operation in that lane fails with
 * {@code unavailable}, those under way and those that wait, until the lane is connected again and has written a probe.
 * Limits: {@code config.StoreConfig} (each lane takes {@code queue} operations, a statement {@code batch}, the reads
 * {@code queue} together). A pooler that shares connections among statements cannot stand between, because each
 * statement is prepared once.
 *
 * <p>Why rooms have lanes: a batch waits for the one before it in its lane, so order in a room needs nothing else, and
 * the server syncs the commits of several lanes together. The statement ({@code migrations/postgres}) decides, under
 * the locks of its rooms, so two nodes that both believe they own a room cannot both write.
 *
 * <p>What becomes of a message (edits, deletes, reactions) is decided by {@code commit_units} and written into its row
 * or beside it; {@link dev.parley.store.postgres.EventRow} reads both at once. What takes long is left to {@link
 * dev.parley.store.postgres.Chores}, which one node at a time does in a session of its own: to number rooms that are
 * older than numbers, and to take deleted texts out of the tables' files.
 *
 * <p>What a room does not keep any more lies below its {@code first_seq}, which every read looks up in its own
 * statement. {@code erase_events} scrubs it in steps that lock no room; the table {@code retired} says what is left, so
 * that any node goes on. A guest who became a user has a row in {@code aliases}; {@link
 * dev.parley.store.postgres.AliasedAuthor} looks there for what guests said, and for nothing else.
 *
 * <p>Errors: a database that cannot be used at the start is a {@link dev.parley.config.InvalidConfig} of
 * {@code store.url}.
 */
@CheckReturnValue
package dev.parley.store.postgres;

import com.google.errorprone.annotations.CheckReturnValue;
