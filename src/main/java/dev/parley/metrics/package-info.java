/**
 * What operators see at {@code /metrics}: every meter of a node, named in one place.
 *
 * <p>What it is: {@link dev.parley.metrics.Meters} holds the registry and one class of meters a topic, each of which
 * implements the observers of the packages that count. Who uses it: {@code Node} hands the observers to those packages,
 * which know only their own observer. What it promises: counting never blocks, and adds one number on the hot path;
 * labels come from the configuration, from enums and from route templates (no room, user or address is one).
 */
@CheckReturnValue
package dev.parley.metrics;

import com.google.errorprone.annotations.CheckReturnValue;
