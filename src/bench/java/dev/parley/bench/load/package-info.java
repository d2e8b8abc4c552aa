/**
 * The workloads: what is sent to a server, and what is measured.
 *
 * <p>Each {@link dev.parley.bench.load.Workload} is one case with its own connections, rooms and message ids. The
 * commands call them. In a paced load latency counts from when a message was due, not from when it could be sent (no
 * coordinated omission). CPU time counts until every message is delivered. Lost and refused messages are counted.
 *
 * <p>Limit: a workload waits 20 s for outstanding messages.
 */
@CheckReturnValue
package dev.parley.bench.load;

import com.google.errorprone.annotations.CheckReturnValue;
