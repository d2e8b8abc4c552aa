/**
 * Microbenchmarks (JMH) of the pure parts of the hot path: the time and the allocated bytes of one operation.
 *
 * <pre>
 * mvn -q -B -Pbench test-compile exec:exec                       all of them, about ten minutes
 * mvn -q -B -Pbench test-compile exec:exec -Dbench=FrameReading  only those whose name matches
 * mvn … -Dbench.options="-f 1 -wi 1 -i 1 -prof gc"               shorter and less precise
 * </pre>
 *
 * <p>They are for people who change the hot path. They use public classes and the test classes, are compiled only in
 * the Maven profile {@code bench}, and are not part of the jar. Compare figures only when they come from the same idle
 * machine.
 */
package dev.parley.jmh;
