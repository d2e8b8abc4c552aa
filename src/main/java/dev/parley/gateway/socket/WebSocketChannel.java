package dev.parley.gateway.socket;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.contract.CloseCode;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.TimeUnit;

/**
 * The end of a WebSocket's pipeline: it does pings and the closing handshake, and hands everything else to its
 * receiver, on the gateway's context. It takes the place of the library's handler once that has upgraded the
 * connection: what the library stores for a connection from then on is 9 KB that nothing here needs. One instance a
 * connection; on its event loop. RFC 6455 sections 5.5.1, 5.5.2 and 7.1.1.
 *
 * <pre>
 * OPEN ── a close frame was sent or came ──► CLOSING ── the channel is gone ──► CLOSED
 *   └───────────────────── the channel is gone ───────────────────────────────────▲
 * </pre>
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, which channelInactive learns
final class WebSocketChannel extends ChannelDuplexHandler {
    private enum State {
        OPEN,
        /** Our close frame was sent; the peer has until {@link #deadline} for its side of the handshake. */
        CLOSING,
        CLOSED
    }

    /** How long a peer may take over its side of the closing handshake; one that reads nothing never takes it. */
    private static final long CLOSING_MS = 2000;

    /** Takes each whole message and each sign of life; the frame is released when it returns. */
    interface Receiver extends Handler<WebSocketFrame> {
        /** The connection is gone. Called once. */
        void onEnd();
    }

    private final ContextInternal context;
    private Receiver receiver;
    private ChannelHandlerContext channel;
    private State state = State.OPEN;
    private boolean unflushed;
    private Future<?> deadline;

    WebSocketChannel(ContextInternal context) {
        this.context = context;
    }

    /** Where frames are written: they pass the encoders on their way out. Known once it is in the pipeline. */
    ChannelHandlerContext channel() {
        return channel;
    }

    /**
     * Sets who takes the frames, in the turn of the loop in which the channel came into the pipeline: none was missed.
     */
    void receiver(Receiver wanted) {
        receiver = wanted;
        if (!channel.channel().isActive()) {
            to(State.CLOSED);
        }
    }

    private void to(State next) {
        state = next;
        if (next == State.CLOSING) {
            deadline = channel.executor().schedule(() -> channel.close(), CLOSING_MS, TimeUnit.MILLISECONDS);
        } else if (next == State.CLOSED) {
            if (deadline != null) {
                deadline.cancel(false);
            }
            Receiver last = receiver;
            receiver = null;
            if (last != null) {
                context.dispatch(last::onEnd);
            }
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof WebSocketFrame frame) {
                read(ctx, frame);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            finish(ctx, close);
            return;
        }
        if (frame instanceof PingWebSocketFrame ping && state == State.OPEN) {
            ctx.write(new PongWebSocketFrame(ping.content().retain()), ctx.voidPromise());
            unflushed = true;
        }
        if (receiver != null) {
            context.dispatch(frame, receiver);
        }
    }

    /**
     * The peer's close frame: it is echoed, unless it is the reply to the one from here, and the connection ends
     * (section 7.1.1).
     */
    private void finish(ChannelHandlerContext ctx, CloseWebSocketFrame close) {
        if (state != State.OPEN) {
            ctx.close();
        } else {
            sendClose(close.retain()).addListener(written -> ctx.close());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (unflushed) {
            unflushed = false;
            ctx.flush();
        }
    }

    /** Sends why and ends, also when the peer does not reply. */
    void close(CloseCode code, String reason) {
        if (state == State.OPEN && channel.channel().isActive()) {
            sendClose(new CloseWebSocketFrame(code.number(), reason));
        }
    }

    @CanIgnoreReturnValue
    private ChannelFuture sendClose(CloseWebSocketFrame frame) {
        to(State.CLOSING);
        return channel.writeAndFlush(frame);
    }

    /** The server ends, and with it all its channels. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (state != State.OPEN || !ctx.channel().isActive()) {
            ctx.close(promise);
        } else {
            sendClose(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE))
                    .addListener(written -> ctx.close(promise));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        to(State.CLOSED);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        ReferenceCountUtil.release(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
