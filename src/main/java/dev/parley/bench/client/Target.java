package dev.parley.bench.client;

import java.util.List;

/** The servers: connections go to them in turn. */
public record Target(List<Endpoint> endpoints, Tokens tokens) {
    /** The first so many servers; {@link BenchFailure} when there are fewer. */
    public Target first(int count) {
        if (count > endpoints.size()) {
            throw new BenchFailure("that takes " + count + " servers, and --url names " + endpoints.size());
        }
        return new Target(endpoints.subList(0, count), tokens);
    }

    Endpoint endpoint(int connection) {
        return endpoints.get(connection % endpoints.size());
    }
}
