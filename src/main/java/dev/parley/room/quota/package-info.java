/**
 * How many turns and tokens users may ask for on this node.
 *
 * <p>One instance of each a node, shared by its rooms on several threads. Token quotas ask the store for the sum of the
 * last day and keep it for a while; both maps are bounded.
 */
@CheckReturnValue
package dev.parley.room.quota;

import com.google.errorprone.annotations.CheckReturnValue;
