package dev.parley.gateway.http;

import dev.parley.auth.Hosts;
import dev.parley.config.HttpConfig;
import dev.parley.model.Code;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * Refuses a request over loopback by a name that is not this node's (see {@link Hosts}), unless {@code
 * http.publicUrl} says by which name browsers come. Probes and scrapers may come by any address. Stateless.
 */
public final class HostCheck {
    private final Hosts hosts;
    private final boolean off;

    public HostCheck(HttpConfig http) {
        this.hosts = new Hosts(http.hosts());
        this.off = !http.publicUrl().isEmpty();
    }

    /** A route's handler, in front of all others. */
    public void handle(RoutingContext ctx) {
        if (off || !isLoopback(ctx.request()) || isMeant(ctx)) {
            ctx.next();
        } else {
            Problem.respond(
                    ctx,
                    Code.FORBIDDEN.refuse("this node does not go by the name in Host: if it should, add the name to"
                            + " http.hosts, or set http.publicUrl"));
        }
    }

    private boolean isMeant(RoutingContext ctx) {
        List<String> lines = ctx.request().headers().getAll(HttpHeaders.HOST);
        return lines.stream().allMatch(host -> hosts.allows(host) || (isProbe(ctx) && Hosts.isAddress(host)));
    }

    private static boolean isProbe(RoutingContext ctx) {
        String path = ctx.normalizedPath();
        return path.startsWith("/health/") || path.equals("/metrics");
    }

    private static boolean isLoopback(HttpServerRequest request) {
        SocketAddress local = request.localAddress();
        String address = local == null ? null : local.hostAddress();
        return address != null
                && (address.startsWith("127.") || address.startsWith("::1") || address.startsWith("0:0:0:0:0:0:0:1"));
    }
}
