package dev.parley.gateway.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Cuts a connection whose request does not arrive whole within {@code http.requestTimeout} (slowloris). The time counts
 * from the connection's beginning, and then from the first byte of each further request; after an upgrade it is over.
 * One instance a connection: what comes from the socket passes {@link #bytes()}, what was decoded passes {@link
 * #requests()}.
 */
final class RequestDeadline {
    private final Duration timeout;
    private Future<?> deadline;

    RequestDeadline(Duration timeout) {
        this.timeout = timeout;
    }

    ChannelInboundHandlerAdapter bytes() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void handlerAdded(ChannelHandlerContext ctx) {
                arm(ctx);
            }

            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                if (ctx.pipeline().get(FrameConformance.DECODER) == null) {
                    arm(ctx);
                } else {
                    ctx.pipeline().remove(this);
                }
                ctx.fireChannelRead(message);
            }

            @Override
            public void channelInactive(ChannelHandlerContext ctx) {
                disarm();
                ctx.fireChannelInactive();
            }
        };
    }

    ChannelInboundHandlerAdapter requests() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                if (message instanceof LastHttpContent) {
                    disarm();
                }
                ctx.fireChannelRead(message);
            }
        };
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the connection learns of the closing
    private void arm(ChannelHandlerContext ctx) {
        if (deadline == null) {
            deadline = ctx.executor().schedule(() -> ctx.close(), timeout.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void disarm() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
