package dev.parley.bench.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** The address of a server's WebSocket. */
public record Endpoint(String host, int port, String path) {
    /** The form that {@link #parse} accepts, for error messages. */
    public static final String ALLOWED = "ws://host[:port]/path";

    private static final int DEFAULT_PORT = 80;

    /** Parses a URL; empty when it is not one of a WebSocket without TLS. */
    public static Optional<Endpoint> parse(String url) {
        try {
            URI uri = new URI(url.strip());
            if (!"ws".equals(uri.getScheme()) || uri.getHost() == null || uri.getRawQuery() != null) {
                return Optional.empty();
            }
            String path = uri.getRawPath().isEmpty() ? "/ws" : uri.getRawPath();
            return Optional.of(new Endpoint(uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(), path));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "ws://" + host + ":" + port + path;
    }
}
