package dev.parley.fault;

import static dev.parley.testing.Futures.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.fault.nodes.Network;
import dev.parley.fault.nodes.Nodes;
import dev.parley.fault.nodes.StoreRelay;
import dev.parley.fault.nodes.WriterWatch;
import dev.parley.fault.swarm.Load;
import dev.parley.testing.PostgresProcess;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One node is cut from the two others for half a minute; clients reach all three. Needs root for network namespaces. */
@Tag("long")
class CutOffIT {
    private static final int ALONE = 0;

    @BeforeEach
    void namespacesAreAllowed() {
        boolean isAllowed = Network.isAllowed();
        if (!isAllowed) {
            System.out.println("[fault] cut-off is skipped: network namespaces need root and ip (iproute2)");
        }
        assumeTrue(isAllowed, "network namespaces need root and ip (iproute2)");
    }

    @Test
    void aCutLosesNothingWhenTheStoreIsWithTheMajority() {
        cut("cut-off-from-store", true);
    }

    /** They disagree about who is there, and both can write: the fence decides, and owners do not change to and fro. */
    @Test
    void aCutLosesNothingWhenBothSidesReachTheStore() {
        cut("cut-off", false);
    }

    private static void cut(String name, boolean fromStore) {
        long seed = 1;
        Vertx vertx = Vertx.vertx();
        try (Network network = Network.open(3);
                PostgresProcess postgres = PostgresProcess.start()) {
            WriterWatch watch = new WriterWatch(postgres, postgres.newDatabase());
            int storePort = Integer.parseInt(watch.address().split(":", 2)[1]);
            List<StoreRelay> relays = Stream.generate(() -> new StoreRelay(vertx, Network.outside(), storePort))
                    .limit(3)
                    .toList();
            List<String> urls = watch.urls(relays.stream()
                    .map(relay -> Network.outside() + ":" + relay.port())
                    .toList());
            try (Nodes nodes = Nodes.apart(Scenario.logs(name, seed), network, urls, Map.of())) {
                watch.install();
                run(name, seed, nodes, watch, network, fromStore ? relays.get(ALONE) : null);
            }
        } finally {
            await(vertx.close());
        }
    }

    private static void run(String name, long seed, Nodes nodes, WriterWatch watch, Network network, StoreRelay relay) {
        Plan plan = new Plan()
                .fault(Duration.ofSeconds(2), "cut", () -> {
                    epochs(name, "before the cut", watch);
                    network.cut(ALONE);
                    if (relay != null) {
                        relay.cut();
                    }
                })
                .fault(Duration.ofSeconds(30), "heal", () -> {
                    epochs(name, "before healing", watch);
                    network.heal(ALONE);
                    if (relay != null) {
                        relay.heal();
                    }
                })
                .rest(Duration.ofSeconds(20))
                .then(Duration.ZERO, "count", () -> epochs(name, "after healing", watch));
        new Scenario(name, Load.of(seed, name), nodes).claims(watch::claims).mustHold(plan);
    }

    private static void epochs(String name, String when, WriterWatch watch) {
        System.out.println("[fault] " + name + ": the 20 rooms' epochs sum to " + watch.epochs() + " " + when);
    }
}
