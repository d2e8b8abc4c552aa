package dev.parley.bench.load;

import dev.parley.bench.figure.Measurement;
import dev.parley.bench.figure.Report;

/** Runs a load with its connections spread over several nodes: measures what it costs to pass messages between them. */
public record OverNodes(Workload load, int nodes) implements Workload {

    @Override
    public Report.Case subject() {
        return load.subject();
    }

    @Override
    public Measurement run(Generator generator, Timing timing) {
        return load.run(generator.withNodes(nodes), timing);
    }
}
