/**
 * The endpoints: HTTP, the WebSocket upgrade, the SockJS bridge, REST, front ends of others and the page. They know
 * whose a request is and which rooms that user may enter; they know no room rules.
 *
 * <table>
 * <caption>Where to read</caption>
 * <tr><td>{@link dev.parley.gateway.Gateway}</td><td>one verticle an event loop; {@code GatewayRoutes} is its table of
 *     paths</td></tr>
 * <tr><td>{@link dev.parley.gateway.connection}</td><td>a client's connection, whatever its transport</td></tr>
 * <tr><td>{@link dev.parley.gateway.command}</td><td>the way up: commands to rooms</td></tr>
 * <tr><td>{@link dev.parley.gateway.fanout}</td><td>the way down: events to connections; the hot path</td></tr>
 * <tr><td>{@link dev.parley.gateway.socket}, {@link dev.parley.gateway.sockjs}, {@link dev.parley.gateway.http},
 *     {@link dev.parley.gateway.chat}</td><td>one package for each kind of endpoint</td></tr>
 * </table>
 *
 * <p>Who calls it: clients; rooms, through the bus. What it promises: a refused request gets the contract's code; a
 * slow client slows nobody. Limits: {@code config.Limits}, {@code config.HttpConfig}.
 */
@CheckReturnValue
package dev.parley.gateway;

import com.google.errorprone.annotations.CheckReturnValue;
