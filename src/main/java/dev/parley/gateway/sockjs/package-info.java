/**
 * The SockJS event-bus bridge: the stock client's way into the same rooms.
 *
 * <p>What it is: Vert.x Web's SockJS handler does the transports; {@link dev.parley.gateway.sockjs.SockJsEndpoint} lets
 * clients in; the envelopes of the event-bus client are read here ({@code BridgeClient}) and handed to the same {@link
 * dev.parley.gateway.connection.Connection} that serves a raw WebSocket. So nothing that a browser names reaches the
 * event bus, a registration costs the cluster nothing, identity, rooms, limits and expiry are checked in one place for
 * both endpoints, and both get the same frames in the same order, encoded once. (The first designs used Vert.x's own
 * bridge. If it consumed each {@code .events} address, what was missed could not come before what is live for one
 * browser alone; if its events were hooked, what it refuses by itself was neither counted nor bounded.)
 *
 * <p>What it promises: every envelope has its result, or an {@code err} envelope: at the reply address of a {@code
 * send}, at the address of a {@code register}, else without one, for {@code onerror}. SockJS itself closes with 3000
 * whatever the reason; an {@code err} envelope with the contract's close code as {@code failureCode} comes just before.
 *
 * <p>A <i>SockJS session</i> is SockJS's own term: what lets several requests of a polling client be one connection. It
 * has nothing to do with the sessions of {@link dev.parley.auth}. Limits: those of {@code /ws}; only the transports
 * websocket, xhr-streaming and xhr-polling. A polling client's SockJS session lives on one node, and is its user's
 * alone.
 */
@CheckReturnValue
package dev.parley.gateway.sockjs;

import com.google.errorprone.annotations.CheckReturnValue;
