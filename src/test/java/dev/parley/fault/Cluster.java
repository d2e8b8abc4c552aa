package dev.parley.fault;

import dev.parley.fault.nodes.NodeProcess;
import dev.parley.fault.nodes.Nodes;
import dev.parley.fault.nodes.OlderNode;
import dev.parley.fault.nodes.WriterWatch;
import dev.parley.fault.swarm.Load;
import dev.parley.testing.PostgresProcess;
import java.util.Collections;
import java.util.List;
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

    /** Three nodes whose bus loses events. */
    static Cluster lossy(String name, long seed, Map<String, String> more) {
        PostgresProcess postgres = PostgresProcess.start();
        WriterWatch watch = new WriterWatch(postgres, postgres.newDatabase());
        List<String> urls = watch.urls(Collections.nCopies(3, watch.address()));
        Cluster cluster =
                new Cluster(name, seed, postgres, watch, Nodes.unstarted(Scenario.logs(name, seed), urls, more));
        try {
            List<NodeProcess> all = cluster.nodes().all();
            all.forEach(NodeProcess::losesEvents);
            all.forEach(NodeProcess::start);
            all.forEach(NodeProcess::awaitReady);
            return cluster;
        } catch (RuntimeException | AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    /** The first two run the older node's jar; the third is this build's, and not started yet. */
    static Cluster older(String name, long seed) {
        String older = OlderNode.jar();
        PostgresProcess postgres = PostgresProcess.start();
        WriterWatch watch = new WriterWatch(postgres, postgres.newDatabase());
        List<String> urls = watch.urls(Collections.nCopies(3, watch.address()));
        Nodes nodes = Nodes.unstarted(Scenario.logs(name, seed), urls, Map.of());
        Cluster cluster = new Cluster(name, seed, postgres, watch, nodes);
        try {
            List<NodeProcess> first = nodes.all().subList(0, 2);
            first.forEach(node -> node.runs(older));
            first.forEach(NodeProcess::start);
            first.forEach(NodeProcess::awaitReady);
            watch.install();
            return cluster;
        } catch (RuntimeException | AssertionError e) {
            cluster.close();
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
