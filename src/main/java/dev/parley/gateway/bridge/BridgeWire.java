package dev.parley.gateway.bridge;

import dev.parley.gateway.fanout.SharedFrame;
import dev.parley.gateway.fanout.Wire;
import dev.parley.protocol.CloseCode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;

/** A SockJS session, whatever its transport. On the context that the session was made on. */
final class BridgeWire implements Wire {
    private final SockJSSocket socket;
    private long unsent;

    BridgeWire(SockJSSocket socket) {
        this.socket = socket;
    }

    Future<Void> send(Buffer envelope) {
        int bytes = envelope.length();
        unsent += bytes;
        return socket.write(envelope).onComplete(done -> unsent -= bytes);
    }

    @Override
    public void deliver(String address, SharedFrame frame) {
        forget(send(frame.envelope(address)));
    }

    @Override
    public void deliver(String address, byte[] json) {
        forget(deliverPaced(address, json));
    }

    @Override
    public Future<Void> deliverPaced(String address, byte[] json) {
        return send(SharedFrame.envelope(address, json));
    }

    @Override
    public long unsent() {
        return unsent;
    }

    /** SockJS beats by itself. */
    @Override
    public void ping() {}

    @Override
    public void close(CloseCode code, String reason) {
        socket.close(code.number(), reason);
    }

    /** A write that fails belongs to a connection that closes, which is told elsewhere. */
    private static void forget(Future<Void> write) {
        write.onFailure(e -> {});
    }
}
