/**
 * Which nodes there are and where a room lives.
 *
 * @see dev.parley.cluster.Leases
 */
@CheckReturnValue
package dev.parley.cluster;

import com.google.errorprone.annotations.CheckReturnValue;
