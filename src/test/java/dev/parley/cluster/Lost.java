package dev.parley.cluster;

import dev.parley.testing.TestNode;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.DeliveryContext;
import java.util.concurrent.atomic.AtomicInteger;

/** While it is open, a node's bus loses every message with a body of one class. */
final class Lost implements AutoCloseable {
    private final TestNode node;
    private final AtomicInteger count = new AtomicInteger();
    private final Handler<DeliveryContext<Object>> loser;

    Lost(TestNode node, Class<?> body) {
        this.node = node;
        this.loser = delivery -> {
            if (body.isInstance(delivery.message().body())) {
                count.incrementAndGet();
            } else {
                delivery.next();
            }
        };
        node.node().vertx().eventBus().addInboundInterceptor(loser);
    }

    int count() {
        return count.get();
    }

    @Override
    public void close() {
        node.node().vertx().eventBus().removeInboundInterceptor(loser);
    }
}
