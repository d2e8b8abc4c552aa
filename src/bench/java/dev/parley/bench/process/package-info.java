/**
 * What the kernel says of processes.
 *
 * <p>What it is: CPU time and memory from {@code /proc} (proc(5)), so on Linux only. Who calls it: the workloads. What it promises: nothing
 * is changed or cached. Limits: the kernel counts CPU time in hundredths of a second.
 */
@CheckReturnValue
package dev.parley.bench.process;

import com.google.errorprone.annotations.CheckReturnValue;
