package dev.parley.ai.tool.page;

import dev.parley.config.PageConfig;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Renders pages that scripts make, each in a Chromium of its own that reaches the network only through a {@link
 * GuardProxy}.
 *
 * <p>At most {@link #BROWSERS_MAX} at a time, for {@code ai.tools.page.browserTimeout} each. May be called from any
 * context.
 */
final class Browser {
    /** Most browsers at a time; more are refused with {@code overloaded}. */
    static final int BROWSERS_MAX = 2;

    private final Vertx vertx;
    private final PageConfig config;
    private final AddressGuard addressGuard;
    private final WorkerExecutor workers;
    private final AtomicInteger running = new AtomicInteger();

    Browser(Vertx vertx, PageConfig config, AddressGuard addressGuard) {
        this.vertx = vertx;
        this.config = config;
        this.addressGuard = addressGuard;
        // A thread that reads what a browser writes, for each: they block.
        this.workers = vertx.createSharedWorkerExecutor(
                "parley-browsers",
                BROWSERS_MAX,
                2 * config.browserTimeout().toMillis() + 60_000,
                TimeUnit.MILLISECONDS);
    }

    /** The page's HTML once its scripts have run; fails with a {@link Refusal}. Completes on a context of its own. */
    Future<Buffer> render(PageUrl url) {
        if (running.incrementAndGet() > BROWSERS_MAX) {
            running.decrementAndGet();
            return Future.failedFuture(Code.OVERLOADED.refuse("too many pages are being rendered"));
        }
        Promise<Buffer> rendered = Promise.promise();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(v -> GuardProxy.open(vertx, addressGuard)
                .compose(proxy -> run(url, proxy).eventually(proxy::close))
                .onComplete(ended -> running.decrementAndGet())
                .onComplete(rendered));
        return rendered.future();
    }

    private Future<Buffer> run(PageUrl url, GuardProxy proxy) {
        ChromiumRun run = new ChromiumRun(config, url, proxy.address());
        // Not on the thread that reads: this is what ends its waiting.
        long timer = vertx.setTimer(config.browserTimeout().toMillis(), id -> {
            var unused = vertx.executeBlocking(
                    () -> {
                        run.kill();
                        return null;
                    },
                    false);
        });
        return workers.executeBlocking(run::html, false).onComplete(ended -> vertx.cancelTimer(timer));
    }
}
