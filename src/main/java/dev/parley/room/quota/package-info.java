/**
 * Limits on this node: how many answers users may ask for, and how many tokens the answers may take.
 *
 * <p>One instance of each a node, shared by its rooms on several threads. Token quotas read the sum of the last day
 * from the store and use it for half a minute. All maps are bounded.
 */
@CheckReturnValue
package dev.parley.room.quota;

import com.google.errorprone.annotations.CheckReturnValue;
