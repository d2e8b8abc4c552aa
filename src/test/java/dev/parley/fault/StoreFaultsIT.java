package dev.parley.fault;

import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The store is restarted, killed, cut off and frozen: what cannot be stored is delayed or refused, never acknowledged. */
@Tag("long")
class StoreFaultsIT {
    private static final Duration BEFORE = Duration.ofSeconds(2);
    private static final Duration AFTER = Duration.ofSeconds(6);

    private static void hurt(String name, Function<Cluster, Plan> plan) {
        try (Cluster cluster = Cluster.start(name, 1)) {
            cluster.scenario().mustHold(plan.apply(cluster).rest(AFTER));
        }
    }

    @Test
    void aRestartedStoreLosesNothing() {
        hurt("store-restarted", cluster -> new Plan().fault(BEFORE, "restart the store", () -> {
            cluster.postgres().stop();
            cluster.postgres().startAgain();
        }));
    }

    @Test
    void aKilledStoreLosesNothing() {
        hurt("store-killed", cluster -> new Plan().fault(BEFORE, "kill the store", () -> {
            cluster.postgres().kill();
            cluster.postgres().startAgain();
        }));
    }

    @Test
    void cutConnectionsToTheStoreLoseNothing() {
        hurt("store-cut", cluster -> new Plan()
                .fault(BEFORE, "cut", cluster.watch()::cutConnections)
                .fault(AFTER, "cut", cluster.watch()::cutConnections));
    }

    @Test
    void aStoreFrozenForTwentySecondsLosesNothing() {
        hurt("store-frozen", cluster -> new Plan()
                .fault(BEFORE, "freeze the store", cluster.postgres()::freeze)
                .then(Duration.ofSeconds(20), "thaw", cluster.postgres()::thaw));
    }
}
