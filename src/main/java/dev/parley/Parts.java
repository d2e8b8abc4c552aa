package dev.parley;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of a node in the order in which they start. They stop in the opposite order, one after the other; a part
 * that cannot stop does not keep the others from stopping. Started by one caller; may be stopped from any thread.
 */
final class Parts {
    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    /** The part that was started last is first. */
    private final Deque<Part> begun = new ConcurrentLinkedDeque<>();

    private final AtomicBoolean stopping = new AtomicBoolean();
    /** Belongs to no context: the contexts of the node end before it completes. */
    private final Promise<Void> stopped = Promise.promise();

    /**
     * Starts the parts one after the other, each on the caller's context, if it has one. The first failure ends that;
     * then {@link #stop} is the caller's to call.
     */
    Future<Void> start(List<Part> list) {
        Context context = Vertx.currentContext();
        Future<Void> started = Future.succeededFuture();
        for (Part part : list) {
            started = started.compose(v -> {
                begun.push(part);
                return on(context, part.start().get());
            });
        }
        return started;
    }

    /** The same future, completed on a context, so that what comes after it runs there; null is none. */
    static <T> Future<T> on(Context context, Future<T> future) {
        if (context == null) {
            return future;
        }
        Promise<T> there = Promise.promise();
        future.onComplete(done -> context.runOnContext(v -> there.handle(done)));
        return there.future();
    }

    /** Opens a part that exists only once it has started, and remembers how to close it. */
    <T> Future<T> open(String name, Supplier<Future<T>> open, Function<T, Future<Void>> close) {
        return on(Vertx.currentContext(), open.get()).map(part -> {
            begun.push(new Part(name, Future::succeededFuture, () -> close.apply(part)));
            return part;
        });
    }

    /** Stops what was started, the last part first. Called again it returns the same future. It never fails. */
    Future<Void> stop() {
        if (stopping.compareAndSet(false, true)) {
            stopNext();
        }
        return stopped.future();
    }

    /** Whether somebody asked for the end. */
    boolean isStopping() {
        return stopping.get();
    }

    /** Completes when {@link #stop} does, whoever asks for it. */
    Future<Void> stopped() {
        return stopped.future();
    }

    private void stopNext() {
        Part part = begun.poll();
        if (part == null) {
            stopped.complete();
        } else {
            stop(part)
                    .onFailure(e -> LOG.debug("{} did not stop cleanly", part.name(), e))
                    .onComplete(v -> stopNext());
        }
    }

    private static Future<Void> stop(Part part) {
        try {
            return part.stop().get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
