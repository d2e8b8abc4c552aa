package dev.parley.bench.load;

import dev.parley.bench.figure.Measurement;
import dev.parley.bench.figure.Report;

/** One case, run as often as there are rounds. */
public interface Workload {
    /** What the case is called, and its size where sizes are compared. */
    Report.Case subject();

    /**
     * Runs it once, on connections of its own. Blocks; not for event loops.
     *
     * @throws dev.parley.bench.client.BenchFailure when nothing can be measured
     */
    Measurement run(Generator generator, Timing timing);
}
