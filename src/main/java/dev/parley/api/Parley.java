package dev.parley.api;

import dev.parley.Embedding;
import dev.parley.Node;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;

/**
 * A node that runs inside a program's own Vert.x, beside whatever else runs there.
 *
 * <pre>{@code
 * JsonObject config = new JsonObject()
 *         .put("http", new JsonObject().put("port", 8090))
 *         .put("auth", new JsonObject().put("secret", secret));
 * Parley.embed(vertx, config)
 *         .onSuccess(parley -> log.info("chat is on {}", parley.url()));
 * }</pre>
 *
 * <p>The configuration has the keys of {@code src/docs/configuration.md} and is laid over the defaults of the jar as a
 * file is: objects merge, lists and scalars replace. Texts may name variables of the environment as
 * <code>${NAME}</code>; {@code PARLEY_*} variables replace no keys here.
 *
 * <p>The node is a verticle. It uses the event loops and worker threads of that Vert.x, and stopping it takes
 * everything away again: its verticles, timers, receivers, servers and clients, the store and its threads. If a
 * verticle embeds it, it is that verticle's child and ends with it; it also ends when the Vert.x is closed. Then
 * nothing acknowledged is lost either, but its clients are cut off instead of sent away.
 *
 * <p>One node at a time runs in a Vert.x. It occupies the addresses {@code room.*}, {@code rooms.*}, {@code gateway.*},
 * {@code gateways.*}, {@code roster.*}, {@code ai.*}, {@code capability.*}, {@code gateways@*}, {@code nodes@*} and
 * {@code capabilities@*} of the event bus. Of the JVM it changes this: Vert.x's JSON parser no longer interns field
 * names, SQLite's native library is loaded, and the property {@code hazelcast.logging.type} is {@code none} unless it
 * is set. It installs no shutdown hook and configures no logging; it logs with SLF4J.
 *
 * <p>May be used from any thread. A future completes on the context that asked for it, if one did.
 */
public final class Parley {
    private final Node node;
    private Future<Void> stopped;

    private Parley(Node node) {
        this.node = node;
    }

    /**
     * Starts a node in this Vert.x; completes once it accepts connections. Without {@code cluster.enabled} the Vert.x
     * must not be clustered; with it, it must be one that {@link #clusteredVertx} made with the same {@code cluster},
     * in which no node has run before.
     *
     * <p>Fails with an exception whose message has every fault of the configuration, one a line. A node that could not
     * start leaves nothing behind.
     */
    public static Future<Parley> embed(Vertx vertx, JsonObject config) {
        return Embedding.embed(vertx, config).map(Parley::new);
    }

    /**
     * Makes a clustered Vert.x in which a node of this configuration can run: the event bus of a cluster of nodes
     * computes where rooms are, which no other cluster manager does. It belongs to the caller, who closes it. Other
     * addresses work on it as on any clustered event bus. Blocks while it reads files.
     *
     * <p>Fails as {@link #embed} does, also when the cluster's ports are taken or its store is not there.
     *
     * @param options as for any Vert.x, except that the event bus's are those of {@code cluster}
     */
    public static Future<Vertx> clusteredVertx(VertxOptions options, JsonObject config) {
        return Embedding.clusteredVertx(options, config);
    }

    /** Where a browser on this machine finds the node. */
    public String url() {
        return node.url();
    }

    /** The port it listens on, which {@code http.port} may leave open with 0. */
    public int port() {
        return node.port();
    }

    /**
     * Stops the node as SIGTERM does: rooms are handed over to other nodes, clients are sent away with 1012 over {@code
     * drain.window}, and what was accepted is stored. Never fails; asked again it is the same stop. The Vert.x goes on.
     *
     * <p>A clustered one stays a member of the cluster: the program's own addresses work as before, but without a node
     * it knows no rooms any more, and a message to {@code room.*} fails at once with {@code NO_HANDLERS}.
     */
    public Future<Void> stop() {
        Future<Void> stopping;
        synchronized (this) {
            if (stopped == null) {
                stopped = node.drain();
            }
            stopping = stopped;
        }
        return Embedding.onCaller(stopping);
    }
}
