/**
 * What was measured, and how it is shown.
 *
 * <p>What it is: figures of one run of one case; tables, JSON lines and pictures of many. Who calls it: the workloads make measurements, the
 * commands show them. What it promises: pure but for {@link dev.parley.bench.figure.Report}, which writes; a figure that could not be measured is
 * empty, never 0. Limits: latencies up to ten minutes, to three digits.
 */
@CheckReturnValue
package dev.parley.bench.figure;

import com.google.errorprone.annotations.CheckReturnValue;
