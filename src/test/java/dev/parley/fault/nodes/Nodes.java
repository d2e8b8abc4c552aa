package dev.parley.fault.nodes;

import dev.parley.testing.ParleyProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The nodes of one run: three of a cluster, or one alone. */
public final class Nodes implements AutoCloseable {
    private static final String MANY =
            new JsonObject().put("perSecond", 100_000).put("burst", 100_000).encode();

    /** What a swarm on one machine needs more than people do. */
    private static final Map<String, String> LIMITS = Map.of(
            "PARLEY_LIMITS_CONNECTIONS_PER_USER", "10000",
            "PARLEY_LIMITS_FRAMES", MANY,
            "PARLEY_LIMITS_MESSAGES", MANY,
            "PARLEY_LIMITS_ANSWERS_PER_MINUTE", "100000",
            "PARLEY_LIMITS_ANSWERS_PER_ROOM", "100",
            "PARLEY_LOG_LEVEL", "info",
            "PARLEY_AUTH_SECRET", ParleyProcess.SECRET);

    private final List<NodeProcess> all = new ArrayList<>();

    private Nodes() {}

    /** One node on SQLite, ready. */
    public static Nodes alone(Path logs, Path folder, Map<String, String> more) {
        Map<String, String> environment =
                new HashMap<>(Map.of("PARLEY_STORE_URL", "sqlite:" + folder.resolve("parley.db")));
        environment.putAll(more);
        Nodes nodes = new Nodes();
        nodes.add(logs, List.of(), "conf/test.json", "127.0.0.1", FreePort.next(), environment);
        return nodes.started();
    }

    /** Nodes on loopback, each with its URL of the store, ready. */
    public static Nodes cluster(Path logs, List<String> storeUrls, Map<String, String> more) {
        return unstarted(logs, storeUrls, more).started();
    }

    /** The same before any of them is started. */
    public static Nodes unstarted(Path logs, List<String> storeUrls, Map<String, String> more) {
        List<Integer> ports = IntStream.range(0, storeUrls.size())
                .mapToObj(i -> FreePort.next())
                .toList();
        Nodes nodes = new Nodes();
        List<String> members = ports.stream().map(port -> "127.0.0.1:" + port).toList();
        for (int i = 0; i < members.size(); i++) {
            Map<String, String> environment = clustered("127.0.0.1", ports.get(i), members, storeUrls.get(i), more);
            nodes.add(logs, List.of(), "conf/cluster.json", "127.0.0.1", FreePort.next(), environment);
        }
        return nodes;
    }

    private static Map<String, String> clustered(
            String host, int port, List<String> members, String storeUrl, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PARLEY_CLUSTER_HOST", host);
        environment.put("PARLEY_CLUSTER_PORT", String.valueOf(port));
        environment.put("PARLEY_CLUSTER_MEMBERS", new JsonArray(members).encode());
        environment.put("PARLEY_STORE_URL", storeUrl);
        environment.putAll(more);
        return environment;
    }

    private void add(
            Path logs, List<String> prefix, String conf, String host, int port, Map<String, String> environment) {
        Map<String, String> full = new HashMap<>(LIMITS);
        full.put("PARLEY_HTTP_HOST", host);
        full.put("PARLEY_HTTP_PORT", String.valueOf(port));
        full.putAll(environment);
        String name = "node" + all.size();
        all.add(new NodeProcess(name, logs.resolve(name + ".log"), prefix, conf, full, host, port));
    }

    private Nodes started() {
        try {
            all.forEach(NodeProcess::start);
            all.forEach(NodeProcess::awaitReady);
            return this;
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    /** Three nodes, each in a network of its own and with a store's URL of its own. */
    public static Nodes apart(Path logs, Network network, List<String> storeUrls, Map<String, String> more) {
        Nodes nodes = new Nodes();
        List<String> members =
                network.peers().stream().map(host -> host + ":5701").toList();
        for (int i = 0; i < members.size(); i++) {
            nodes.add(
                    logs,
                    network.within(i),
                    "conf/cluster.json",
                    network.hosts().get(i),
                    8080,
                    clustered(network.peers().get(i), 5701, members, storeUrls.get(i), more));
        }
        return nodes.started();
    }

    public List<NodeProcess> all() {
        return all;
    }

    public NodeProcess get(int number) {
        return all.get(number);
    }

    public List<String> baseUrls() {
        return all.stream().map(NodeProcess::baseUrl).toList();
    }

    @Override
    public void close() {
        all.forEach(NodeProcess::close);
    }
}
