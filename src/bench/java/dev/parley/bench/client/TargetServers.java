package dev.parley.bench.client;

import java.util.List;

/** The servers under load; connections go to them in turn. */
public record TargetServers(List<Endpoint> endpoints, ClientTokens tokens) {
    /** The first {@code count} servers; throws {@link BenchFailure} when there are fewer. */
    public TargetServers first(int count) {
        if (count > endpoints.size()) {
            throw new BenchFailure("this needs " + count + " servers, but --url names " + endpoints.size());
        }
        return new TargetServers(endpoints.subList(0, count), tokens);
    }

    Endpoint endpoint(int connection) {
        return endpoints.get(connection % endpoints.size());
    }
}
