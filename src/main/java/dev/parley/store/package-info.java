/**
 * Stores what was acknowledged, so that it survives a crash; every node of a cluster reads the same truth here.
 *
 * <p>What it is: {@link dev.parley.store.Store} with its faces {@link dev.parley.store.RoomLog},
 * {@link dev.parley.store.History}, {@link dev.parley.store.TurnStore}, {@link dev.parley.store.SessionStore} and, for
 * the tables of capabilities, {@link dev.parley.store.Database}; one contract test suite for them; the implementations
 * {@code sqlite} and {@code postgres}. Who calls it: rooms hand {@link dev.parley.store.Commit}s to their log; gateways
 * and the AI verticle read history; {@code auth} stores sessions.
 * Whoever needs one face is given that face.
 *
 * <p>What it promises: a future that succeeds means a commit that survives {@code kill -9} and power loss; a write with
 * a stale epoch is refused; an {@code id} is stored once for a sender in a room. Limits: {@code config.StoreConfig}; a
 * full queue refuses with {@code overloaded}, a store that cannot write with {@code unavailable}. A store that cannot
 * be opened is a {@link dev.parley.config.InvalidConfig} of {@code store.url}.
 *
 * <p>All that a room writes is a commit: events and effects, all or nothing. Both stores decide alike: fenced first,
 * then duplicate, then refused, and nothing is written unless it is stored. Commits of a room are done in the order of
 * the calls, so one may decide on what the one before it wrote.
 *
 * <p>A room does not number its events before the commit. The commit itself numbers them and is answered in the order
 * in which the room sent it, so a resend that the room no longer remembers can neither leave a hole nor shift the
 * numbers behind it. Nothing visible needs the number before the commit.
 */
@CheckReturnValue
package dev.parley.store;

import com.google.errorprone.annotations.CheckReturnValue;
