package dev.parley.testing;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for Vert.x futures on the thread of a test, which is no event loop. Never waits without a limit. */
public final class Futures {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private Futures() {}

    /**
     * The result of a future, which must complete within 30 s.
     *
     * @throws CompletionException when the future fails; its cause is the future's own failure
     */
    @CanIgnoreReturnValue
    public static <T> T await(Future<T> future) {
        return await(future, PATIENCE);
    }

    /** The result of a future that may take this long; otherwise as {@link #await(Future)}. */
    @CanIgnoreReturnValue
    public static <T> T await(Future<T> future, Duration patience) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("the future did not complete within " + patience, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", e);
        }
    }

    /** The result of something that is done on a context, which must happen within 30 s. */
    @CanIgnoreReturnValue
    public static <T> T on(Context context, Callable<T> action) {
        return await(Future.<T>future(done -> context.runOnContext(v -> {
            try {
                done.complete(action.call());
            } catch (Exception e) {
                done.fail(e);
            }
        })));
    }

    /** What a future fails with, which must happen within 30 s. */
    @CanIgnoreReturnValue
    public static Throwable failure(Future<?> future) {
        Object result;
        try {
            result = await(future);
        } catch (CompletionException e) {
            return e.getCause();
        }
        throw new AssertionError("the future did not fail but completed with " + result);
    }
}
