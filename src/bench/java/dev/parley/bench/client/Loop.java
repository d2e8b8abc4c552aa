package dev.parley.bench.client;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The one event loop on which all clients run, and the calls by which the command's thread works with it. There is one
 * because the server shares the machine, and because then nothing needs a lock.
 */
public final class Loop implements AutoCloseable {
    /** A short task is done within this time even when the loop is busy. */
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private static final int CHECK_EVERY_MS = 5;

    private final Vertx vertx = Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
    private final Context context = vertx.getOrCreateContext();
    private final long origin = System.nanoTime();
    private byte[] scratch = new byte[1 << 17];
    private long lastStamp;

    public Vertx vertx() {
        return vertx;
    }

    /** Nanoseconds since the loop was created. Any thread. */
    public long now() {
        return System.nanoTime() - origin;
    }

    /** The wanted time, or the next one that is not yet the stamp of a message. On the loop. */
    public long stamp(long wanted) {
        lastStamp = Math.max(lastStamp + 1, wanted);
        return lastStamp;
    }

    /** A buffer for what is being read, shared by all connections. On the loop. */
    byte[] scratch(int size) {
        if (scratch.length < size) {
            scratch = new byte[size];
        }
        return scratch;
    }

    /** Runs a task on the loop, soon. Any thread. */
    public void run(Runnable task) {
        context.runOnContext(ignored -> task.run());
    }

    /** Computes something on the loop and waits for the result. Not on the loop. */
    public <T> T ask(Supplier<T> question) {
        return await(() -> Future.succeededFuture(question.get()), ANSWER);
    }

    /** Runs a task on the loop and waits until it is done. Not on the loop. */
    public void runAndWait(Runnable task) {
        await(
                () -> {
                    task.run();
                    return Future.succeededFuture();
                },
                ANSWER);
    }

    /**
     * Starts something on the loop and waits until it ends. Not on the loop.
     *
     * @throws BenchFailure the one that it failed with, or one that names another failure or the time limit
     */
    @CanIgnoreReturnValue
    public <T> T await(Supplier<Future<T>> begin, Duration most) {
        Promise<T> promise = Promise.promise();
        run(() -> {
            try {
                begin.get().onComplete(promise);
            } catch (RuntimeException e) {
                promise.fail(e);
            }
        });
        try {
            return promise.future()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof BenchFailure failure
                    ? failure
                    : new BenchFailure(String.valueOf(e.getCause()), e.getCause());
        } catch (TimeoutException e) {
            throw new BenchFailure("not done within " + most.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }

    /** Waits until a condition holds on the loop; returns whether it does. Not on the loop. */
    @CanIgnoreReturnValue
    public boolean until(BooleanSupplier holds, Duration most) {
        long deadline = now() + most.toNanos();
        return await(
                () -> {
                    Promise<Boolean> promise = Promise.promise();
                    check(holds, deadline, promise);
                    return promise.future();
                },
                most.plus(ANSWER));
    }

    private void check(BooleanSupplier holds, long deadline, Promise<Boolean> promise) {
        if (holds.getAsBoolean()) {
            promise.complete(true);
        } else if (now() > deadline) {
            promise.complete(false);
        } else {
            vertx.setTimer(CHECK_EVERY_MS, again -> check(holds, deadline, promise));
        }
    }

    /** Blocks the calling thread for this time. Not on the loop. */
    public void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("interrupted", e);
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
