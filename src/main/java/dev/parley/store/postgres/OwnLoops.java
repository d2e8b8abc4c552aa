package dev.parley.store.postgres;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.CompletableFuture;

/** Event loops of the store's own. They do not keep a process alive. */
final class OwnLoops {
    private OwnLoops() {}

    /** Made on a thread of no Vert.x: from within another one it would be taken for a mistake, and warned about. */
    static VertxInternal make(int loops) {
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(loops)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true);
        return (VertxInternal)
                CompletableFuture.supplyAsync(() -> Vertx.vertx(options)).join();
    }
}
