package dev.parley.cluster;

import dev.parley.bus.Bus;
import dev.parley.messages.HostCommand;
import dev.parley.time.Monotonic;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.Set;
import java.util.function.Function;

/**
 * Asks the other nodes for a sign of life over the bus, and notes in a {@link Reachability} which of them reply. On one
 * context.
 */
final class PeerProbe {
    private final String self;
    private final Context context;
    private final Function<String, Future<HostCommand.Reply>> ping;
    private final Reachability reachability;
    private final long everyMs;
    private long probedAt;

    /** @param ping asks a node for a sign of life; a failure that comes from that node is one too */
    PeerProbe(
            String self,
            Context context,
            Function<String, Future<HostCommand.Reply>> ping,
            Reachability reachability,
            long everyMs) {
        this.self = self;
        this.context = context;
        this.ping = ping;
        this.reachability = reachability;
        this.everyMs = everyMs;
    }

    /** To be called often; asks these nodes when it is time. */
    void tick(long now, Set<String> nodes) {
        if (now - probedAt >= everyMs) {
            probedAt = now;
            ask(nodes);
        }
    }

    /** Asks these nodes now. */
    void ask(Set<String> nodes) {
        for (String node : nodes) {
            if (!node.equals(self)) {
                ping.apply(node).onComplete(pong -> context.runOnContext(v -> onReply(node, pong)));
            }
        }
    }

    private void onReply(String node, AsyncResult<HostCommand.Reply> pong) {
        long now = Monotonic.millis();
        if (pong.result() instanceof HostCommand.Reply.Pong alive) {
            reachability.answered(node, alive.leased(), now);
        } else if (pong.failed() && !(Bus.isLost(pong.cause()) || Bus.isAbsent(pong.cause()))) {
            reachability.answered(node, true, now); // of a version that does not know the question
        }
    }
}
