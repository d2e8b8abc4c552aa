package dev.parley.bench.client;

import java.util.List;

/** The servers: connections go to them in turn. */
public record Target(List<Endpoint> endpoints, Tokens tokens) {
    Endpoint endpoint(int connection) {
        return endpoints.get(connection % endpoints.size());
    }
}
