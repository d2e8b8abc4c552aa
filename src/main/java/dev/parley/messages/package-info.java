/**
 * What verticles say to one another over the bus, and the addresses they say it at.
 *
 * <p>Sealed families of records: commands are imperative, events are in the past tense. Gateways, rooms and the AI
 * verticle know each other only by these. A record names itself on the wire; nodes of different commits do not
 * understand each other, so an upgrade is a full restart.
 */
@CheckReturnValue
package dev.parley.messages;

import com.google.errorprone.annotations.CheckReturnValue;
