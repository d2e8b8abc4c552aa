package dev.parley.gateway.socket;

import dev.parley.gateway.fanout.SharedFrame;
import dev.parley.gateway.fanout.Wire;
import dev.parley.protocol.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * A WebSocket. Text frames are encoded here and written as bytes, past the library's frame objects; the closing
 * handshake is {@link SocketEnd}'s.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, which is told elsewhere
final class SocketWire implements Wire {
    private final SocketEnd end;
    private final ChannelHandlerContext channel;
    private final LoopFlusher flusher;
    private boolean dirty;

    SocketWire(SocketEnd end, LoopFlusher flusher) {
        this.end = end;
        this.channel = end.channel();
        this.flusher = flusher;
    }

    /** Sends a frame that answers one. */
    void send(byte[] json) {
        write(SharedFrame.encode(json, channel.alloc()), channel.voidPromise());
    }

    @Override
    public void deliver(String address, SharedFrame frame) {
        write(frame.webSocket(channel.alloc()), channel.voidPromise());
    }

    @Override
    public void deliver(String address, byte[] json) {
        send(json);
    }

    @Override
    public Future<Void> deliverPaced(String address, byte[] json) {
        Promise<Void> taken = Promise.promise();
        ChannelPromise written = channel.newPromise();
        written.addListener(done -> {
            if (done.isSuccess()) {
                taken.complete();
            } else {
                taken.fail(done.cause());
            }
        });
        write(SharedFrame.encode(json, channel.alloc()), written);
        return taken.future();
    }

    private void write(ByteBuf frame, ChannelPromise promise) {
        if (!channel.channel().isActive()) {
            frame.release();
            return;
        }
        channel.write(frame, promise);
        if (!dirty) {
            dirty = true;
            flusher.touch(this, channel);
        }
    }

    void flush() {
        dirty = false;
        channel.flush();
    }

    @Override
    public long unsent() {
        ChannelOutboundBuffer outbound = channel.channel().unsafe().outboundBuffer();
        return outbound == null ? 0 : outbound.totalPendingWriteBytes();
    }

    @Override
    public void ping() {
        channel.writeAndFlush(new PingWebSocketFrame(), channel.voidPromise());
    }

    @Override
    public void close(CloseCode code, String reason) {
        end.close(code, reason);
    }
}
