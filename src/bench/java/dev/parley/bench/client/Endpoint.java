package dev.parley.bench.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Where a server's WebSocket is. */
public record Endpoint(String host, int port, String path) {
    /** What {@link #parse} takes, for messages. */
    public static final String ALLOWED = "ws://host[:port]/path";

    private static final int DEFAULT_PORT = 80;

    /** Empty when it is none, or one that needs TLS. */
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
