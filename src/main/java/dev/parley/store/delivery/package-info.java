/**
 * How a store answers: on the caller's context, in order.
 *
 * <p>What it is: {@link dev.parley.store.delivery.Reply}, an answer that a store works on, and
 * {@link dev.parley.store.delivery.ReplyDelivery}, which brings many of them to their callers. Who calls it: the homes of the
 * store. What it promises: replies delivered together or one after the other by one thread are heard in that order by all
 * who share an event loop. Limits: none of its own; stores bound what waits.
 */
@CheckReturnValue
package dev.parley.store.delivery;

import com.google.errorprone.annotations.CheckReturnValue;
