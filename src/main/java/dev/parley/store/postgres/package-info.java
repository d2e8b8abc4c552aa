/**
 * The store in Postgres, for one node or many.
 *
 * <p>What it is: {@link dev.parley.store.postgres.PostgresStore} with a few lanes (connections) that store appends, claims and
 * releases in batches, a few connections for everything else, and one for the leases of nodes. Who calls it: the node's
 * wiring opens it; everybody else sees {@link dev.parley.store.Store} and {@link dev.parley.cluster.Leases}.
 *
 * <pre>
 *  caller's context ──submit──▶ Lane (of the room) ──Batch──▶ one statement, committed by the server when it answers
 *        ▲                                                             │ row by row
 *        └───────────── one task an event loop ◀── Delivery ◀──────────┘
 * </pre>
 *
 * <p>What it promises: an operation succeeds after the commit that holds it, synchronous on this server; a room's
 * operations are done in the order in which they were submitted; one bad operation fails alone. A connection that breaks, a
 * statement that is not answered in {@code timeout}, a server that cannot write: everything in that lane fails with
 * {@code unavailable}, what was under way and what waited behind it, until a connection is there on which a probe was
 * written. Limits: {@code config.StoreConfig} (each lane takes {@code queue} operations, a statement {@code batch}, the reads
 * {@code queue} together); no pooler between that shares connections among statements, since each is prepared once.
 *
 * <p>Why rooms have lanes: a batch waits for the one before it in its lane, so order in a room needs nothing else, and
 * the server syncs the commits of several lanes together. Who decides is the statement ({@code migrations/postgres}), under
 * the locks of its rooms, so nodes that both believe they own a room cannot both write.
 */
@CheckReturnValue
package dev.parley.store.postgres;

import com.google.errorprone.annotations.CheckReturnValue;
