package dev.parley.fault.nodes;

import static dev.parley.testing.Futures.await;

import dev.parley.Node;
import dev.parley.config.InvalidConfig;
import dev.parley.config.reading.ConfigReader;
import dev.parley.messages.GatewayEvent;
import io.vertx.core.eventbus.DeliveryContext;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A node as a process whose bus loses many of the events that rooms send to gateways: one in three, and every one that
 * takes somebody out. Started as {@code java … LossyNode -conf FILE}; it can be killed, not drained.
 */
public final class LossyNode {
    private static final double LOST = 1.0 / 3;

    private LossyNode() {}

    public static void main(String[] arguments) throws InvalidConfig {
        Path file = Path.of(arguments[1]);
        Node node = await(
                Node.start(ConfigReader.read(Optional.of(file), System.getenv()).config()));
        node.vertx().eventBus().addInboundInterceptor(LossyNode::pass);
        while (true) {
            LockSupport.park();
        }
    }

    private static void pass(DeliveryContext<Object> delivery) {
        if (!isLost(delivery.message().body())) {
            delivery.next();
        }
    }

    private static boolean isLost(Object body) {
        boolean isRemoval = body instanceof GatewayEvent.Broadcast broadcast
                && broadcast.frames().stream().anyMatch(frame -> frame.removal() != null);
        return isRemoval
                || (body instanceof GatewayEvent && ThreadLocalRandom.current().nextDouble() < LOST);
    }
}
