package dev.parley.bench.load;

import dev.parley.bench.figure.Measurement;
import dev.parley.bench.figure.Report;

/** The same load, its connections spread over so many of the nodes: what a message costs that has to cross between them. */
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
