package dev.parley;

import dev.parley.capability.Capabilities;
import dev.parley.cli.NodeStarter;
import dev.parley.cli.ProcessLines;
import dev.parley.config.Config;
import dev.parley.config.InvalidConfig;
import dev.parley.config.Section;
import dev.parley.config.reading.LoadedConfig;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Runs a node as this process: says when it is ready, drains it on SIGTERM, and reports a start that failed as a fault
 * of the configuration where it is one.
 */
final class NodeProcess implements NodeStarter {
    private static final Logger LOG = LoggerFactory.getLogger(NodeProcess.class);
    /** What draining may take beyond its window: closing the store and the event loops. */
    private static final Duration CLOSING_MAX = Duration.ofSeconds(5);

    private final PrintWriter out;
    private final Capabilities capabilities;

    /** @param capabilities of the node */
    NodeProcess(PrintWriter out, Capabilities capabilities) {
        this.out = out;
        this.capabilities = capabilities;
    }

    @Override
    public List<Section<?>> sections() {
        return capabilities.sections();
    }

    @Override
    public int run(LoadedConfig loadedConfig) throws InvalidConfig {
        Config config = loadedConfig.config();
        TemporaryFolder.check();
        Node node = start(config);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            drain(node, config);
                            stopped.countDown();
                        },
                        "drain"));
        StartLog.write(node);
        out.println(new ProcessLines(config.log().format())
                .line(
                        Level.INFO,
                        NodeProcess.class,
                        "Parley is ready on " + node.url() + " (" + loadedConfig.source() + ", "
                                + config.store().place() + ")"));
        out.flush();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    @Override
    public int trainCds() throws Exception {
        CdsTraining.run();
        return 0;
    }

    private Node start(Config config) throws InvalidConfig {
        try {
            return Node.start(config, capabilities)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (ExecutionException e) {
            throw StartFault.of(config, e.getCause())
                    .orElseThrow(() -> new IllegalStateException("the node could not start", e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }

    private static void drain(Node node, Config config) {
        long begun = System.nanoTime();
        long mostMs = config.drain().window().plus(CLOSING_MAX).toMillis();
        try {
            node.drain().toCompletionStage().toCompletableFuture().get(mostMs, TimeUnit.MILLISECONDS);
            long tookMs = Duration.ofNanos(System.nanoTime() - begun).toMillis();
            LOG.atInfo().addKeyValue("tookMs", tookMs).log("stopped cleanly in {} ms", tookMs);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("did not stop cleanly within {} ms: {}", mostMs, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
