package dev.parley.fault;

import dev.parley.fault.nodes.NodeProcess;
import dev.parley.fault.nodes.Nodes;
import dev.parley.fault.nodes.WriterWatch;
import dev.parley.fault.swarm.Load;
import dev.parley.testing.PostgresProcess;
import java.util.Collections;
import java.util.Map;

/** Three nodes and a Postgres of their own, for one run of a scenario. */
record Cluster(String name, long seed, PostgresProcess postgres, WriterWatch watch, Nodes nodes)
        implements AutoCloseable {
    static Cluster start(String name, long seed) {
        return start(name, seed, Map.of());
    }

    static Cluster start(String name, long seed, Map<String, String> more) {
        PostgresProcess postgres = PostgresProcess.start();
        try {
            WriterWatch watch = new WriterWatch(postgres, postgres.newDatabase());
            Nodes nodes =
                    Nodes.cluster(Scenario.logs(name, seed), watch.urls(Collections.nCopies(3, watch.address())), more);
            watch.install();
            return new Cluster(name, seed, postgres, watch, nodes);
        } catch (RuntimeException | AssertionError e) {
            postgres.close();
            throw e;
        }
    }

    NodeProcess node(int number) {
        return nodes.get(number);
    }

    Scenario scenario() {
        return scenario(Load.of(seed, name));
    }

    Scenario scenario(Load load) {
        return new Scenario(name, load, nodes).claims(watch::claims);
    }

    @Override
    public void close() {
        nodes.close();
        postgres.close();
    }
}
