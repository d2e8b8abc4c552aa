package dev.parley.gateway.socket;

import dev.parley.contract.CloseCode;
import dev.parley.contract.ServerFrame;
import dev.parley.gateway.fanout.ClientTransport;
import dev.parley.gateway.fanout.FlushScheduler;
import dev.parley.gateway.fanout.SharedFrame;
import dev.parley.gateway.fanout.SharedFrames;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.channels.ClosedChannelException;

/**
 * The way to a client on a WebSocket. Text frames are written as encoded bytes (RFC 6455 section 5.2), past the
 * library's frame objects; the closing handshake is {@link WebSocketChannel}'s. On the connection's event loop.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // a write that fails closes the channel, which its connection learns elsewhere
final class WebSocketTransport implements ClientTransport, FlushScheduler.Flushable {
    /** More than this does not wait for the flush. */
    private static final long FLUSH_BYTES = 64 * 1024;

    private final WebSocketChannel channel;
    private final FrameOutlet outlet;
    private final FlushScheduler flushes;
    private boolean dirty;

    WebSocketTransport(WebSocketChannel channel, FrameOutlet outlet, FlushScheduler flushes) {
        this.channel = channel;
        this.outlet = outlet;
        this.flushes = flushes;
    }

    /** Sends a frame that this client alone gets. */
    void send(byte[] json) {
        write(SharedFrame.encode(json, outlet.alloc()), outlet.voidPromise());
    }

    @Override
    public void deliver(String address, SharedFrame frame) {
        write(frame.webSocket(outlet.alloc()), outlet.voidPromise());
    }

    @Override
    public void deliver(String address, SharedFrames frames) {
        write(frames.webSocket(outlet.alloc()), outlet.voidPromise());
    }

    @Override
    public void deliver(String address, ServerFrame frame) {
        send(frame.encode());
    }

    @Override
    public Future<Void> deliverPaced(String address, ServerFrame frame) {
        Promise<Void> taken = Promise.promise();
        ChannelPromise written = outlet.newPromise();
        written.addListener(done -> {
            if (done.isSuccess()) {
                taken.complete();
            } else {
                taken.fail(done.cause());
            }
        });
        write(SharedFrame.encode(frame.encode(), outlet.alloc()), written);
        return taken.future();
    }

    private void write(ByteBuf frame, ChannelPromise promise) {
        if (!outlet.isOpen()) {
            frame.release();
            if (!promise.isVoid()) {
                promise.tryFailure(new ClosedChannelException());
            }
            return;
        }
        outlet.write(frame, promise);
        if (!dirty) {
            dirty = true;
            flushes.flushLater(this);
        }
    }

    @Override
    public void flush() {
        dirty = false;
        outlet.flush();
    }

    @Override
    public long unsent() {
        long bytes = outlet.unsent();
        if (bytes >= FLUSH_BYTES && dirty) {
            outlet.flush(); // what only waits for its flush is not unread
            bytes = outlet.unsent();
        }
        return bytes;
    }

    @Override
    public void ping() {
        channel.channel()
                .writeAndFlush(new PingWebSocketFrame(), channel.channel().voidPromise());
    }

    @Override
    public void close(CloseCode code, String reason) {
        flushes.flushFrames();
        channel.close(code, reason);
    }
}
