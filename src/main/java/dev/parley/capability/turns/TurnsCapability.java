package dev.parley.capability.turns;

import dev.parley.capability.ApiResources;
import dev.parley.capability.Capability;
import dev.parley.capability.CapabilityServices;
import dev.parley.capability.Contribution;
import dev.parley.capability.HttpRoute;
import dev.parley.cluster.ClusterLevel;
import java.util.ArrayList;
import java.util.List;

/** The turns of assistants over HTTP: which there were, and what they used. */
public final class TurnsCapability {
    /** All of it. It says nothing to other nodes, so it does not wait for them. */
    public static final Capability DESCRIPTION = Capability.of("turns", TurnsCapability::open)
            .withLevel(ClusterLevel.NONE.number())
            .withApi(new ApiResources(List.of("dev/parley/capability/turns/openapi.json"), List.of()));

    private TurnsCapability() {}

    private static Contribution open(CapabilityServices services) {
        List<HttpRoute> routes = new ArrayList<>(new TurnRoutes(services.turns()).all());
        routes.addAll(new UsageRoutes(services.turns(), services.access(), services.clock()).all());
        return Contribution.NONE.withRoutes(routes);
    }
}
