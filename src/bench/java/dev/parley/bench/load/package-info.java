/**
 * The workloads: what is said to a server, and what is measured of it.
 *
 * <p>What it is: a {@link dev.parley.bench.load.Workload} a case, each with its own connections, rooms and message ids. Who calls it: the commands.
 * What it promises: latencies of a paced load count from when a message was due, not from when it could be sent (no coordinated omission); CPU time is
 * counted until all is delivered; what is lost or refused is counted. Limits: a workload waits 20 s for what is outstanding.
 */
@CheckReturnValue
package dev.parley.bench.load;

import com.google.errorprone.annotations.CheckReturnValue;
