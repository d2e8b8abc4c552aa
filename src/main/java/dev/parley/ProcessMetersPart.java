package dev.parley;

import dev.parley.cli.Version;
import dev.parley.metrics.Meters;
import dev.parley.metrics.ProcessMeters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * The part of a node that adds the meters of its process. Their classes take long to load, so a start does not wait for
 * them: {@code /metrics} has them some milliseconds after the node is ready.
 */
final class ProcessMetersPart {
    private final Vertx vertx;
    private final Meters meters;
    /** Fails until they are there: then there is nothing to close. */
    private volatile Future<ProcessMeters> bound = Future.failedFuture("not bound");

    ProcessMetersPart(Vertx vertx, Meters meters) {
        this.vertx = vertx;
        this.meters = meters;
    }

    Future<Void> start() {
        bound = vertx.executeBlocking(() -> ProcessMeters.bind(meters, Version.parley(), Version.vertx()), false);
        return Future.succeededFuture();
    }

    Future<Void> stop() {
        return bound.onSuccess(ProcessMeters::close).mapEmpty();
    }
}
