package dev.parley.gateway.sockjs;

import dev.parley.contract.CloseCode;
import dev.parley.contract.ServerFrame;
import dev.parley.gateway.fanout.ClientTransport;
import dev.parley.gateway.fanout.SharedFrame;
import dev.parley.gateway.socket.ConnectionPipeline;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The way to a client of the bridge, by any of SockJS's transports. A client that has more than twice
 * {@code limits.outbox} bytes unread is closed. On the context that the SockJS session was made on.
 */
final class BridgeTransport implements ClientTransport {
    /** How long a client may take to read why it is closed; one that reads nothing never does. */
    private static final long CLOSING_MS = 2000;

    private final Vertx vertx;
    private final SockJSSocket socket;
    private final long unsentMax;
    /** Further addresses of what is delivered at one. */
    private final Map<String, List<String>> others = new HashMap<>(1);

    private Runnable onPing = () -> {};
    private long unsent;
    private boolean closing;

    BridgeTransport(Vertx vertx, SockJSSocket socket, long outbox) {
        this.vertx = vertx;
        this.socket = socket;
        this.unsentMax = 2 * outbox;
    }

    /** Sends an envelope. A client that sends and does not read the replies is closed. */
    Future<Void> send(Buffer envelope) {
        if (unsent > unsentMax) {
            close(CloseCode.TOO_SLOW, "too many unread replies (limits.outbox)");
        }
        return closing ? Future.failedFuture("the connection closes") : write(envelope);
    }

    private Future<Void> write(Buffer envelope) {
        int bytes = envelope.length();
        unsent += bytes;
        // As text: a raw WebSocket would send a buffer as a binary message.
        return socket.write(envelope.toString()).onComplete(done -> unsent -= bytes);
    }

    /** What is delivered at the first of these addresses is from now on delivered at all of them. */
    void deliverAlsoAt(Set<String> addresses) {
        List<String> all = List.copyOf(addresses);
        others.remove(all.get(0));
        if (all.size() > 1) {
            others.put(all.get(0), all.subList(1, all.size()));
        }
    }

    /** Nothing is delivered elsewhere any more because of this address. */
    void stopDeliveringAt(String address) {
        others.remove(address);
    }

    @Override
    public void deliver(String address, SharedFrame frame) {
        forget(send(frame.envelope(address)));
        for (String other : others.getOrDefault(address, List.of())) {
            forget(send(frame.envelope(other)));
        }
    }

    @Override
    public void deliver(String address, ServerFrame frame) {
        forget(deliverPaced(address, frame));
    }

    @Override
    public Future<Void> deliverPaced(String address, ServerFrame frame) {
        byte[] json = frame.encode();
        for (String other : others.getOrDefault(address, List.of())) {
            forget(send(SharedFrame.envelope(other, json)));
        }
        return send(SharedFrame.envelope(address, json));
    }

    @Override
    public long unsent() {
        return unsent;
    }

    /**
     * No client replies to SockJS's own heartbeat, but every browser replies to a WebSocket's ping. A polling client
     * shows by its next poll that it lives. One that streams has nothing to reply with: its open request stands for it,
     * and TCP ends that.
     */
    @Override
    public void ping() {
        if (isWebSocket()) {
            ConnectionPipeline.ping(socket.routingContext().request().connection());
        } else {
            onPing.run();
        }
    }

    /** What a ping means to a client that polls. */
    void onPing(Runnable check) {
        onPing = check;
    }

    boolean isWebSocket() {
        return socket.uri().contains("/websocket");
    }

    /**
     * Closes. Only a raw WebSocket can be closed with a code of the contract, so an envelope says it first: the stock
     * client hands it to {@code onerror}.
     */
    @Override
    public void close(CloseCode code, String reason) {
        if (closing) {
            return;
        }
        closing = true;
        JsonObject why = new JsonObject()
                .put("type", "err")
                .put("failureCode", (int) code.number())
                .put("failureType", "CLOSED")
                .put("message", reason);
        write(why.toBuffer()).onComplete(written -> socket.close(code.number(), reason));
        vertx.setTimer(CLOSING_MS, t -> {
            socket.close(code.number(), reason);
            cut();
        });
    }

    /** A peer that reads nothing never finishes the closing handshake. */
    private void cut() {
        if (isWebSocket()) {
            ConnectionPipeline.cut(socket.routingContext().request().connection());
        }
    }

    /** A write that fails belongs to a connection that closes, which its connection learns elsewhere. */
    private static void forget(Future<Void> write) {
        write.onFailure(e -> {});
    }
}
