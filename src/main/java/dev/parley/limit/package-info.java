/**
 * Rate limits: token buckets with the time passed in.
 *
 * <p>Who uses it: gateways (frames, sessions), rooms (messages, answers). What it promises: at most {@code burst} at
 * once and {@code perSecond} in the long run for each key. Limits: a keyed limit forgets full buckets when it holds too
 * many.
 */
@CheckReturnValue
package dev.parley.limit;

import com.google.errorprone.annotations.CheckReturnValue;
