package dev.parley;

import dev.parley.capability.Capabilities;
import dev.parley.config.Config;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/**
 * A node as Vert.x sees it: one verticle, whose children are the rooms, gateways and assistants. What these and the
 * node itself ask of Vert.x (timers, clients, servers, receivers, worker threads) belongs to a verticle and ends with
 * it, so a node leaves nothing behind in a Vert.x that goes on. A node also ends when others undeploy its verticle or
 * close their Vert.x.
 */
final class NodeVerticle extends VerticleBase {
    private final NodeVertx place;
    private final Config config;
    private final Capabilities capabilities;
    private final Parts whole;
    /** What ends after the verticle's children. */
    private final Parts ground = new Parts();
    /** What ends before them; or after them, if nobody stopped it. */
    private final Parts parts = new Parts();

    private volatile Node node;

    /** @param whole is what the node stops when it is stopped: this verticle, and what is around it */
    NodeVerticle(NodeVertx place, Config config, Capabilities capabilities, Parts whole) {
        this.place = place;
        this.config = config;
        this.capabilities = capabilities;
        this.whole = whole;
    }

    @Override
    public Future<?> start() {
        return Foundation.lay(place, config, ground)
                .compose(base -> Node.on(base, capabilities, parts, whole))
                .compose(Node::run)
                .onSuccess(started -> node = started)
                .recover(e -> parts.stop().compose(v -> Future.failedFuture(e)));
    }

    /** Once it has started. */
    Node node() {
        return node;
    }

    /** Ends what ends before the children. */
    Future<Void> stopParts() {
        return parts.stop();
    }

    /** Ends what is left when this verticle has not started. */
    Future<Void> stopGround() {
        return ground.stop();
    }

    @Override
    public Future<?> stop() {
        return parts.stop().eventually(ground::stop);
    }
}
