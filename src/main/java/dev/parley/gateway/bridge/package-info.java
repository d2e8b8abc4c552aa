/**
 * The SockJS event-bus bridge: the stock client's way into the same rooms.
 *
 * <p>What it is: Vert.x Web's own bridge does the transports, the envelopes and the pings; its event hook takes every
 * {@code send}, {@code register} and {@code unregister} from it and hands it to the same
 * {@link dev.parley.gateway.session.Session} that serves a raw WebSocket. So nothing that a browser names reaches the event
 * bus, a registration costs the cluster nothing, identity, rooms, limits and expiry are checked in one place for both
 * doors, and both see the same frames in the same order, encoded once. (The first design let the bridge consume each
 * {@code .events} address; then what was missed could not come before what is live, for one browser alone.)
 *
 * <p>Limits: those of {@code /ws}; only the transports websocket, xhr-streaming and xhr-polling.
 */
@CheckReturnValue
package dev.parley.gateway.bridge;

import com.google.errorprone.annotations.CheckReturnValue;
