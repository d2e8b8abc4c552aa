package dev.parley.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;

/** Requests on the bus of a node that runs in this process. */
public final class Requests {
    private Requests() {}

    /** As {@link Bus#request}. */
    public static <C, R> Future<R> request(Vertx vertx, Address<C, R> to, C command) {
        return vertx.eventBus().<R>request(to.name(), command).transform(reply -> Bus.outcome(reply, Message::body));
    }
}
