/**
 * What the hot path's pure parts cost, measured with JMH: time and bytes allocated of one operation. Benchmarks stand in
 * the package of what they measure, so that they see it as its tests do.
 *
 * <pre>
 * mvn -q -B -Pbench test-compile exec:exec                      everything, about ten minutes
 * mvn -q -B -Pbench test-compile exec:exec -Dbench=FrameReading  those whose name matches
 * mvn … -Dbench.options="-f 1 -wi 1 -i 1 -prof gc"               shorter, and rougher
 * </pre>
 *
 * <p>Who uses it: people who change the hot path. It promises nothing to anybody, and is neither built nor shipped but in
 * the {@code bench} profile. Limits: figures of different machines, or of a loaded one, cannot be compared.
 */
package dev.parley.jmh;
