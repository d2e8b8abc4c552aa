package dev.parley;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * One part of a node: its name, how it starts and how it stops. Each future completes when that is done. A part whose
 * start has failed is stopped too, so {@code stop} must cope with a start that got only half-way.
 *
 * @param name for log lines
 */
record Part(String name, Supplier<Future<Void>> start, Supplier<Future<Void>> stop) {
    /** For a part that ends with the {@link NodeVerticle}, when all others have. */
    static final Supplier<Future<Void>> ENDS_WITH_VERTICLE = Future::succeededFuture;
}
