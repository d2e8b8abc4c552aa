package dev.parley.bench.load;

import dev.parley.bench.figure.Measurement;
import dev.parley.bench.figure.Report;

/** One case of a benchmark, which runs once in every round. */
public interface Workload {
    /** The name of the case, and its size when sizes are compared. */
    Report.Case subject();

    /**
     * Runs it once, on connections of its own. Blocks; not for event loops.
     *
     * @throws dev.parley.bench.client.BenchFailure when nothing can be measured
     */
    Measurement run(Generator generator, Timing timing);
}
