package dev.parley.bus;

import io.vertx.core.Future;
import io.vertx.core.eventbus.MessageConsumer;

/** A receiver on the bus; tells when it receives, and takes it away. */
public final class Registration {
    private final MessageConsumer<?> consumer;

    Registration(MessageConsumer<?> consumer) {
        this.consumer = consumer;
    }

    /** Completes once senders can reach it. */
    public Future<Void> ready() {
        return consumer.completion();
    }

    public Future<Void> cancel() {
        return consumer.unregister();
    }
}
