/**
 * The doors: HTTP, the WebSocket upgrade, the SockJS bridge, REST and the page. They know who a client is and what it may
 * enter; they know no room rules.
 *
 * <p>What it is: {@link dev.parley.gateway.Gateway}, one verticle an event loop, and a sub-package for each door. Who
 * calls it: clients; rooms, through the bus. What it promises: a refused request is answered by the contract's code; a
 * slow client slows nobody. Limits: {@code config.Limits}, {@code config.HttpConfig}.
 */
@CheckReturnValue
package dev.parley.gateway;

import com.google.errorprone.annotations.CheckReturnValue;
