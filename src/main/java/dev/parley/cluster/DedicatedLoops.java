package dev.parley.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.CompletableFuture;

/**
 * Makes event loops for what must not wait for a gateway: the store's connections and the lease. They do not keep a
 * process alive.
 */
public final class DedicatedLoops {
    private DedicatedLoops() {}

    /** Made on a thread of no Vert.x: from within another one it would be taken for a mistake, and warned about. */
    public static VertxInternal make(int loops) {
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(loops)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true);
        return (VertxInternal)
                CompletableFuture.supplyAsync(() -> Vertx.vertx(options)).join();
    }
}
