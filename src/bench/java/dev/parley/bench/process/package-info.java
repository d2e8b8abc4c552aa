/**
 * CPU time and memory of processes, as the kernel reports them.
 *
 * <p>It reads {@code /proc} (proc(5)), so it works on Linux only. The workloads call it. It changes and caches nothing.
 *
 * <p>Limit: the kernel counts CPU time in hundredths of a second.
 */
@CheckReturnValue
package dev.parley.bench.process;

import com.google.errorprone.annotations.CheckReturnValue;
