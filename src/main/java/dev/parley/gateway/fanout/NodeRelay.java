package dev.parley.gateway.fanout;

import dev.parley.bus.Bus;
import dev.parley.bus.Registration;
import dev.parley.messages.Addresses;
import dev.parley.messages.NodeEvent;
import dev.parley.messages.NodeEvent.Spread;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * Receives the broadcasts of rooms on other nodes, once a node, and hands each to the gateways here that have members. On
 * one context of its own, so that a room's broadcasts stay in order.
 */
public final class NodeRelay {
    private final Bus bus;

    public NodeRelay(Bus bus) {
        this.bus = bus;
    }

    /** Serves {@link Addresses#gateways} of this node. */
    public Future<Void> start(Vertx vertx, String node) {
        Promise<Void> ready = Promise.promise();
        vertx.getOrCreateContext().runOnContext(v -> {
            Registration served = bus.serve(Addresses.gateways(node), exchange -> spread(exchange.body()));
            served.ready().onComplete(ready);
        });
        return ready.future();
    }

    private void spread(NodeEvent event) {
        if (event instanceof Spread spread) {
            spread.gateways().forEach(gateway -> bus.send(Addresses.gateway(gateway), spread.broadcast()));
        }
    }
}
