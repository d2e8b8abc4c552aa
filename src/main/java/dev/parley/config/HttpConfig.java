package dev.parley.config;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/**
 * The section {@code http}: where the node listens, and which requests it believes. Immutable.
 *
 * @param host address to listen on
 * @param port 0–65535; 0 takes a free port
 * @param origins origins beside the page's own host that may use cookies, sockets and the API; {@code "*"} is any
 * @param hosts names, beside those of loopback, that the node may be asked by over loopback without {@code publicUrl}
 * @param tls PEM certificate and key; both empty means plain HTTP
 * @param trustedProxies addresses or CIDR blocks whose {@code X-Forwarded-*} headers are believed
 * @param publicUrl the URL as browsers see it; empty means: derived from the request
 * @param compression permessage-deflate on WebSockets
 * @param requestTimeout how long a client may take over its request line, headers and body
 * @param loops event loops, each of which accepts connections and serves them; 0 is one a processor
 */
public record HttpConfig(
        String host,
        int port,
        List<String> origins,
        List<String> hosts,
        Tls tls,
        List<String> trustedProxies,
        String publicUrl,
        boolean compression,
        Duration requestTimeout,
        int loops) {
    private static final int LOOPS_MAX = 1024;
    private static final String ADDRESS_BLOCK = "[0-9A-Fa-f.:]*[.:][0-9A-Fa-f.:]*(/[0-9]{1,3})?";
    private static final String HOST = "[^/@:\\s\\[\\]*]+|\\[[0-9A-Fa-f:.]+]";
    private static final String ORIGIN = "[A-Za-z][A-Za-z0-9+.-]*://[^/@\\s]+";

    public HttpConfig {
        Check.range("port", port, 0, 65_535);
        Check.positive("requestTimeout", requestTimeout);
        Check.range("loops", loops, 0, LOOPS_MAX);
        Check.that(
                origins.stream().allMatch(origin -> origin.equals("*") || origin.matches(ORIGIN)),
                "origins",
                "a list of \"*\" or scheme://host[:port], without a path, found " + origins);
        Check.that(
                hosts.stream().allMatch(name -> name.matches(HOST)),
                "hosts",
                "a list of host names without scheme and port (parley.test), found " + hosts);
        Check.that(
                trustedProxies.stream().allMatch(HttpConfig::isBlock),
                "trustedProxies",
                "a list of addresses or CIDR blocks (10.0.0.0/8, ::1), found " + trustedProxies);
        Check.that(
                publicUrl.isEmpty() || publicUrl.matches("https?://[^/@\\s]+(/\\S*)?"),
                "publicUrl",
                "an http(s) URL or empty");
    }

    /** How many event loops there are. */
    public int eventLoops() {
        return loops == 0 ? Runtime.getRuntime().availableProcessors() : loops;
    }

    /** Digits only, so that nothing is looked up. */
    private static boolean isBlock(String text) {
        if (!text.matches(ADDRESS_BLOCK)) {
            return false;
        }
        int slash = text.indexOf('/');
        boolean v6 = text.contains(":");
        try {
            InetAddress address = InetAddress.getByName(slash < 0 ? text : text.substring(0, slash));
            int bits = address instanceof Inet6Address ? 128 : 32;
            return v6 == address instanceof Inet6Address
                    && (slash < 0 || Integer.parseInt(text.substring(slash + 1)) <= bits);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Paths of PEM files. */
    public record Tls(String certificate, String key) {
        public Tls {
            Check.that(certificate.isEmpty() == key.isEmpty(), "certificate", "both certificate and key, or neither");
        }

        public boolean enabled() {
            return !certificate.isEmpty();
        }
    }
}
