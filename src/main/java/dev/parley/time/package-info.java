/**
 * The two clocks that code measures with: one that never goes back, and one in microseconds for latencies.
 *
 * <p>Times that are told to people and stored come from a {@code Clock} that is passed in, never from here.
 */
@CheckReturnValue
package dev.parley.time;

import com.google.errorprone.annotations.CheckReturnValue;
