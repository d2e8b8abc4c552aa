package dev.parley.gateway.connection;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Closes all connections of one gateway, spread over a window, so that they do not come to the other nodes at once. On
 * its context.
 */
public final class Departures {
    private final Vertx vertx;
    private final Connections connections;
    private Future<Void> underWay = Future.succeededFuture();

    public Departures(Vertx vertx, Connections connections) {
        this.vertx = vertx;
        this.connections = connections;
    }

    /**
     * Closes every connection, spread over {@code windowMs}, each asked to come back after its part of {@code backMs},
     * as long as that is {@code wanted}. Completes at the end of the window, at once when there is nobody.
     */
    public Future<Void> begin(long windowMs, long backMs, BooleanSupplier wanted) {
        List<LongConsumer> closings = connections.drain();
        if (closings.isEmpty()) {
            return Future.succeededFuture();
        }
        for (int i = 0; i < closings.size(); i++) {
            LongConsumer closing = closings.get(i);
            long at = Math.max(1, windowMs * i / closings.size());
            // One that is closed later waits longer, so that they do not all come back at once.
            long back = Math.max(1, backMs * i / closings.size());
            vertx.setTimer(at, t -> {
                if (wanted.getAsBoolean()) {
                    closing.accept(back);
                }
            });
        }
        Promise<Void> over = Promise.promise();
        vertx.setTimer(Math.max(1, windowMs), t -> over.complete());
        underWay = over.future();
        return underWay;
    }

    /** Whether a window is open. */
    public boolean areUnderWay() {
        return !underWay.isComplete();
    }
}
