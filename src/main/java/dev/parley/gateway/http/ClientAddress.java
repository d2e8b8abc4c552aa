package dev.parley.gateway.http;

import dev.parley.config.HttpConfig;
import dev.parley.limit.AddressBlock;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;

/**
 * Finds out where a request comes from, as the browser would say it: through proxies that the configuration trusts, by
 * their {@code X-Forwarded-*} headers; else by the connection itself. Immutable.
 */
public final class ClientAddress {
    private final List<IpSubnetFilterRule> trusted;

    public ClientAddress(HttpConfig http) {
        this.trusted = http.trustedProxies().stream().map(ClientAddress::rule).toList();
    }

    private static IpSubnetFilterRule rule(String block) {
        int slash = block.indexOf('/');
        boolean v6 = block.contains(":");
        String address = slash < 0 ? block : block.substring(0, slash);
        int prefix = slash < 0 ? (v6 ? 128 : 32) : Integer.parseInt(block.substring(slash + 1));
        return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
    }

    /** The client's address: the last one in {@code X-Forwarded-For} that no trusted proxy has. */
    public String address(HttpServerRequest request) {
        String peer = request.remoteAddress().hostAddress();
        if (!isTrusted(peer)) {
            return peer;
        }
        // A proxy adds to the line that it was sent, or a line behind it (RFC 9110 section 5.3: the same thing).
        String[] hops =
                String.join(",", request.headers().getAll("X-Forwarded-For")).split(",", -1);
        String known = peer;
        for (int i = hops.length - 1; i >= 0; i--) {
            String hop = withoutPort(hops[i].strip());
            if (hop.isEmpty()) {
                continue;
            }
            if (parsed(hop) == null) {
                return known; // "unknown" and the like: the proxy that handed it on is all that is known
            }
            if (!isTrusted(hop)) {
                return hop;
            }
            known = hop;
        }
        return peer;
    }

    /** What limits count that address by. */
    public String addressBlock(HttpServerRequest request) {
        String address = address(request);
        InetAddress known = parsed(address);
        return known == null ? address : AddressBlock.of(known.getAddress());
    }

    /** {@code 192.0.2.1:443} and {@code [2001:db8::1]:443}, as some proxies write it. */
    private static String withoutPort(String hop) {
        int colon = hop.indexOf(':');
        if (hop.startsWith("[") && hop.indexOf(']') > 0) {
            return hop.substring(1, hop.indexOf(']'));
        }
        return colon > 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }

    /** {@code http} or {@code https}, as the browser sees it. */
    public String scheme(HttpServerRequest request) {
        String forwarded = forwarded(request, "X-Forwarded-Proto");
        return switch (forwarded == null ? "" : forwarded.toLowerCase(Locale.ROOT)) {
            case "https", "wss" -> "https"; // some proxies name the protocol of an upgrade
            case "http", "ws" -> "http";
            default -> request.isSSL() ? "https" : "http";
        };
    }

    /** The host and port that the browser asked for; null when it named none. */
    public String host(HttpServerRequest request) {
        String forwarded = forwarded(request, "X-Forwarded-Host");
        HostAndPort authority = request.authority();
        return forwarded != null ? forwarded : authority == null ? null : authority.toString();
    }

    private String forwarded(HttpServerRequest request, String header) {
        String value = request.getHeader(header);
        boolean counts = value != null && isTrusted(request.remoteAddress().hostAddress());
        return counts ? value.split(",", -1)[0].strip() : null;
    }

    /** Only what is an address: a name, which a client may send, would be looked up. */
    private boolean isTrusted(String address) {
        InetAddress known = trusted.isEmpty() ? null : parsed(address);
        return known != null && trusted.stream().anyMatch(rule -> rule.matches(new InetSocketAddress(known, 0)));
    }

    /** Null when it is no address. A zone ({@code fe80::1%eth0}) says nothing here. */
    private static InetAddress parsed(String address) {
        int zone = address.indexOf('%');
        return NetUtil.createInetAddressFromIpAddressString(zone < 0 ? address : address.substring(0, zone));
    }
}
