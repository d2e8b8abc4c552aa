/**
 * Brings the replies of a store to its callers: on the caller's context, in order.
 *
 * <p>What it is: {@link dev.parley.store.delivery.Reply}, the reply to one operation, and
 * {@link dev.parley.store.delivery.ReplyDelivery}, which delivers many of them at once. Who calls it: the
 * implementations of the store. What it promises: replies that one thread delivers, together or one after the other,
 * complete in that order on each event loop. Limits: none of its own; stores bound what waits.
 */
@CheckReturnValue
package dev.parley.store.delivery;

import com.google.errorprone.annotations.CheckReturnValue;
