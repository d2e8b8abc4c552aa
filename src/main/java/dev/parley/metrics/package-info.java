/**
 * What operators see at {@code /metrics}: every meter of a node, named in one place.
 *
 * <p>Who uses it: {@code Node} hands the observers to the parts that count; the parts know only their own observer. What it
 * promises: counting never blocks; labels are few and fixed (no room, user or address is one).
 */
@CheckReturnValue
package dev.parley.metrics;

import com.google.errorprone.annotations.CheckReturnValue;
