/**
 * The event bus with types: the only package that touches Vert.x's {@code EventBus}.
 *
 * <p>What it is: {@link dev.parley.bus.Address} (one receiver, an answer) and {@link dev.parley.bus.Topic} (all
 * receivers, none), {@link dev.parley.bus.Exchange} for answers that can be answered, and one codec for each sealed
 * family of records. Who uses it: everybody. What it promises: a record arrives as the same class on any node (the same
 * instance on this one), a {@link dev.parley.bus.Refusal} arrives as a {@code Refusal}, and every request ends within its
 * time-out. Limits: at most once; messages from one context to one address arrive in order.
 */
@CheckReturnValue
package dev.parley.bus;

import com.google.errorprone.annotations.CheckReturnValue;
