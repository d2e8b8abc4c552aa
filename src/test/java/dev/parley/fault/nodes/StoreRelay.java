package dev.parley.fault.nodes;

import static dev.parley.testing.Futures.await;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * One node's way to the store, which can be cut: nothing is refused then, and nothing passes, as behind a dead switch. All on
 * one event loop.
 */
public final class StoreRelay implements AutoCloseable {
    private final NetClient client;
    private final NetServer server;
    private final int storePort;
    private final List<NetSocket> sockets = new ArrayList<>();
    private boolean isCut;

    /** {@code host} is where it listens, {@code storePort} where the store does on loopback. */
    public StoreRelay(Vertx vertx, String host, int storePort) {
        this.client = vertx.createNetClient();
        this.storePort = storePort;
        this.server = vertx.createNetServer().connectHandler(this::connected);
        await(server.listen(0, host));
    }

    public int port() {
        return server.actualPort();
    }

    private synchronized void connected(NetSocket node) {
        node.pause();
        client.connect(storePort, "127.0.0.1").onComplete(done -> {
            if (done.failed()) {
                node.close().onFailure(e -> {});
            } else {
                join(node, done.result());
            }
        });
    }

    private synchronized void join(NetSocket node, NetSocket store) {
        store.pause();
        pass(node, store);
        pass(store, node);
    }

    private void pass(NetSocket from, NetSocket to) {
        sockets.add(from);
        from.handler(data -> to.write(data).onFailure(e -> {}));
        from.exceptionHandler(e -> {});
        from.closeHandler(v -> to.close().onFailure(e -> {}));
        if (!isCut) {
            from.resume();
        }
    }

    public synchronized void cut() {
        isCut = true;
        sockets.forEach(NetSocket::pause);
    }

    public synchronized void heal() {
        isCut = false;
        sockets.forEach(NetSocket::resume);
    }

    @Override
    public void close() {
        await(server.close());
    }
}
