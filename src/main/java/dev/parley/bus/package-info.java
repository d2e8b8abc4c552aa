/**
 * The event bus with types: the only package that touches Vert.x's {@code EventBus}.
 *
 * <p>What it is: {@link dev.parley.bus.Address} (one receiver, an answer) and {@link dev.parley.bus.Topic} (all
 * receivers, none), {@link dev.parley.bus.Exchange} for answers that can be answered, and one codec for each sealed
 * family of records; for a cluster {@link dev.parley.bus.ClusteredBus}, which asks {@link dev.parley.bus.Routes} for each message
 * where it goes. Who uses it: everybody. What it promises: a record arrives as the same class on any node (the same
 * instance on this one), a {@link dev.parley.bus.Refusal} arrives as a {@code Refusal}, and every request ends within its
 * time-out. Limits: at most once, and what goes to another node may be lost; messages from one context to one address arrive in order.
 */
@CheckReturnValue
package dev.parley.bus;

import com.google.errorprone.annotations.CheckReturnValue;
