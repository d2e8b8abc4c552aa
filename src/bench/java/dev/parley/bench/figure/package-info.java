/**
 * The measured figures and the ways to show them.
 *
 * <p>A {@link dev.parley.bench.figure.Measurement} has the figures of one run of one case; a {@link
 * dev.parley.bench.figure.Report} shows many of them as a table, as JSON lines or as a picture. The workloads create
 * measurements and the commands show them. All classes are pure. A figure that could not be measured is empty, never 0.
 *
 * <p>Limit: latencies are counted up to ten minutes, to three digits.
 */
@CheckReturnValue
package dev.parley.bench.figure;

import com.google.errorprone.annotations.CheckReturnValue;
