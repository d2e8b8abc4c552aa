package dev.parley.gateway.http.route;

import dev.parley.bus.Bus;
import dev.parley.cluster.Membership;
import dev.parley.messages.Addresses;
import dev.parley.messages.GatewayQuery;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks all gateways which users are connected to which rooms: gateways know it, and no room is woken for it. Gateways
 * that do not reply within 1 s are left out.
 */
public final class PresenceQuery {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Bus bus;
    private final Membership membership;

    public PresenceQuery(Bus bus, Membership membership) {
        this.bus = bus;
        this.membership = membership;
    }

    /** The users in each of these rooms; rooms without any are left out, as are gateways that do not reply. */
    public Future<Map<String, Set<String>>> users(List<String> rooms) {
        List<Future<GatewayQuery.Reply>> replies = membership.view().gatewayNames().stream()
                .map(gateway -> bus.request(Addresses.roster(gateway), new GatewayQuery.Roster(rooms), PATIENCE))
                .toList();
        return Future.join(replies).transform(done -> {
            Map<String, Set<String>> merged = new HashMap<>();
            for (Future<GatewayQuery.Reply> reply : replies) {
                if (reply.result() instanceof GatewayQuery.Reply.Users users) {
                    users.byRoom().forEach((room, ids) -> merged.computeIfAbsent(room, r -> new HashSet<>())
                            .addAll(ids));
                }
            }
            return Future.succeededFuture(merged);
        });
    }
}
