/**
 * The truth: what was acknowledged is here.
 *
 * <p>What it is: {@link dev.parley.store.Store}, an interface with a contract test suite, and its homes in sub-packages.
 * Who calls it: rooms append; gateways and the AI verticle read; {@code auth} keeps sessions. What it promises: a future
 * that succeeds stands for a commit that survives {@code kill -9} and power loss; an append of a stale epoch is refused;
 * an {@code id} is stored once for a sender in a room. Limits: {@code config.StoreConfig}; a full queue refuses with
 * {@code overloaded}, a store that cannot write with {@code unavailable}.
 *
 * <p>A departure from the first design: a room does not number its events before the append. The append itself numbers
 * them and answers row by row, in the order the room sent them, so a resend that the room no longer remembers can neither
 * leave a hole nor shift what was numbered behind it. Nothing visible needs the number before the commit.
 */
@CheckReturnValue
package dev.parley.store;

import com.google.errorprone.annotations.CheckReturnValue;
