package dev.parley.ai.tool.page;

import dev.parley.config.PageConfig;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;

/**
 * Decides to which address a connection may go.
 *
 * <p>A host is looked up once, and the checked address is the one to connect to: a second lookup might give another
 * address (DNS rebinding).
 */
final class AddressGuard {
    private static final int ADDRESSES_MAX = 64;

    /** Looks up the addresses of a host, which may be an address itself. */
    @FunctionalInterface
    interface Resolver {
        /** At least one address, or a failure. */
        Future<List<InetAddress>> addresses(String host);
    }

    private final Resolver resolver;
    private final List<Integer> ports;
    private final List<String> allowHosts;

    AddressGuard(Resolver resolver, PageConfig config) {
        this.resolver = resolver;
        this.ports = config.ports();
        this.allowHosts = config.allowHosts();
    }

    /**
     * A checked address of the host; IPv4 where there is one, as not every machine has a way to IPv6.
     *
     * @param host in lower case, without brackets
     * @return fails with {@code forbidden} or {@code not_found}
     */
    Future<SocketAddress> admit(String host, int port) {
        if (!ports.contains(port)) {
            return Future.failedFuture(Code.FORBIDDEN.refuse("port " + port + " is not allowed (ai.tools.page.ports)"));
        }
        return resolver.addresses(host)
                .recover(failure -> Future.failedFuture(unknown(host)))
                .map(addresses -> checked(host, port, addresses));
    }

    private SocketAddress checked(String host, int port, List<InetAddress> addresses) {
        if (addresses.isEmpty() || addresses.size() > ADDRESSES_MAX) {
            throw unknown(host);
        }
        if (!isAllowed(host)) {
            for (InetAddress address : addresses) {
                PublicAddress.otherwise(address.getAddress()).ifPresent(what -> {
                    throw Code.FORBIDDEN.refuse(host + " is not on the public Internet: its address is " + what);
                });
            }
        }
        InetAddress chosen = addresses.stream()
                .min(Comparator.comparing(address -> !(address instanceof Inet4Address)))
                .orElseThrow();
        return SocketAddress.inetSocketAddress(port, chosen.getHostAddress());
    }

    private boolean isAllowed(String host) {
        return allowHosts.stream()
                .anyMatch(allowed -> allowed.startsWith("*.")
                        ? host.endsWith(allowed.substring(1)) && host.length() >= allowed.length()
                        : host.equalsIgnoreCase(allowed));
    }

    private static Refusal unknown(String host) {
        return Code.NOT_FOUND.refuse("host not found: " + host);
    }
}
