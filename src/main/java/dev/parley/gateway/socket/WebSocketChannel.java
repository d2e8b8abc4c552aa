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
 * The end of a WebSocket's pipeline, in the place of the library's handler once that has upgraded the connection: what
 * the library keeps for a connection from then on is 9 KB that nothing here asks. Pings are answered (RFC 6455 section
 * 5.5.2), a close frame too, and then the connection ends (5.5.1, 7.1.1); everything else goes to the receiver, on the
 * gateway's context. One instance a connection; on its event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails closes the channel, which is told to channelInactive
final class WebSocketChannel extends ChannelDuplexHandler {
    /** How long a peer may take over its side of the closing handshake; one that reads nothing never answers. */
    private static final long CLOSING_MS = 2000;

    /** Is handed each whole message and each sign of life; the frame is released when it returns. */
    interface Receiver extends Handler<WebSocketFrame> {
        /** The connection is gone. Called once. */
        void onEnd();
    }

    private final ContextInternal context;
    private Receiver receiver;
    private ChannelHandlerContext channel;
    private boolean closing;
    private boolean unflushed;
    private Future<?> deadline;

    WebSocketChannel(ContextInternal context) {
        this.context = context;
    }

    /** Where frames are written: they pass the encoders on their way out. Known once it is in the pipeline. */
    ChannelHandlerContext channel() {
        return channel;
    }

    /** Told in the same turn of the loop in which it came into the pipeline: nothing was missed. */
    void receiver(Receiver wanted) {
        receiver = wanted;
        if (!channel.channel().isActive()) {
            end();
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
        if (frame instanceof PingWebSocketFrame ping && !closing) {
            ctx.write(new PongWebSocketFrame(ping.content().retain()), ctx.voidPromise());
            unflushed = true;
        }
        if (receiver != null) {
            context.dispatch(frame, receiver);
        }
    }

    /** The peer's close frame: it is echoed, unless it answers ours, and the connection ends (section 7.1.1). */
    private void finish(ChannelHandlerContext ctx, CloseWebSocketFrame close) {
        if (closing) {
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

    /** Says why and ends, also when the peer does not answer. */
    void close(CloseCode code, String reason) {
        if (!closing && channel.channel().isActive()) {
            sendClose(new CloseWebSocketFrame(code.number(), reason));
        }
    }

    @CanIgnoreReturnValue
    private ChannelFuture sendClose(CloseWebSocketFrame frame) {
        closing = true;
        deadline = channel.executor().schedule(() -> channel.close(), CLOSING_MS, TimeUnit.MILLISECONDS);
        return channel.writeAndFlush(frame);
    }

    /** The server ends, and with it all its channels. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (closing || !ctx.channel().isActive()) {
            ctx.close(promise);
        } else {
            sendClose(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE))
                    .addListener(written -> ctx.close(promise));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end();
    }

    private void end() {
        if (deadline != null) {
            deadline.cancel(false);
        }
        closing = true;
        Receiver told = receiver;
        receiver = null;
        if (told != null) {
            context.dispatch(told::onEnd);
        }
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
