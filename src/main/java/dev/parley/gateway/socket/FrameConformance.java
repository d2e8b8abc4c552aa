package dev.parley.gateway.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.compression.DecompressionException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Enforces what the library leaves out of RFC 6455, on every WebSocket of this node: fragments are joined, also empty
 * ones (section 5.4); a message that is too long ends with 1009 and text that is not UTF-8 with 1007 (sections 7.4.1,
 * 8.1); whatever the decoder refuses ends with a close frame that says why (section 7.1.7) instead of a cut connection;
 * and nothing is sent behind a close frame (section 5.5.1).
 *
 * <p>One instance a connection, in front of the library's handler; before the upgrade everything passes. On the event
 * loop.
 */
final class FrameConformance extends ChannelDuplexHandler {
    /** The peer may still be sending: closing at once would reset the connection and lose the close frame. */
    private static final long LINGER_MS = 1000;

    private static final int CLOSE_CODE_MAX = 4999;

    /** The library's frame decoder; it is there from the upgrade on. */
    static final String DECODER = "wsdecoder";

    private final long messageBytesMax;
    private ByteBuf fragments;
    private boolean text;
    private boolean failed;
    private boolean closeSent;

    FrameConformance(long messageBytesMax) {
        this.messageBytesMax = messageBytesMax;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (failed) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof WebSocketFrame frame && frame.rsv() != 0) {
            // Section 5.2: the decoder lets the bits pass for an extension, which takes away those it understands.
            frame.release();
            fail(ctx, WebSocketCloseStatus.PROTOCOL_ERROR, "reserved bit set");
        } else if (message instanceof CloseWebSocketFrame close && close.statusCode() > CLOSE_CODE_MAX) {
            // Section 7.4.2: codes end at 4999; the decoder refuses the others that may not be sent.
            close.release();
            fail(ctx, WebSocketCloseStatus.PROTOCOL_ERROR, "invalid close code");
        } else if (message instanceof PingWebSocketFrame ping && !ctx.channel().isWritable()) {
            // Section 5.5.3 asks for the latest pong alone; a peer that reads none does not fill the memory with them.
            ping.release();
        } else if (message instanceof TextWebSocketFrame frame) {
            text = true;
            begin(ctx, frame);
        } else if (message instanceof BinaryWebSocketFrame frame) {
            text = false;
            begin(ctx, frame);
        } else if (message instanceof ContinuationWebSocketFrame frame) {
            join(ctx, frame);
        } else {
            ctx.fireChannelRead(message);
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the promise has the result
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        // What is empty and no frame is how the library waits for what was written before.
        boolean waits = message instanceof ByteBuf bytes && !bytes.isReadable();
        if (closeSent && !waits) {
            ReferenceCountUtil.release(message);
            if (!promise.isVoid()) {
                promise.tryFailure(new ClosedChannelException());
            }
            return;
        }
        closeSent |= message instanceof CloseWebSocketFrame;
        ctx.write(message, promise);
    }

    /** Whether no frame may follow any more. */
    boolean isCloseSent() {
        return closeSent;
    }

    private void begin(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (frame.isFinalFragment()) {
            deliver(ctx, frame.content());
        } else {
            fragments = ctx.alloc().buffer();
            join(ctx, frame);
        }
    }

    /** The decoder has checked that a continuation continues something. */
    private void join(ChannelHandlerContext ctx, WebSocketFrame frame) {
        boolean last = frame.isFinalFragment() && frame instanceof ContinuationWebSocketFrame;
        boolean fits = fragments.readableBytes() + (long) frame.content().readableBytes() <= messageBytesMax;
        if (fits) {
            fragments.writeBytes(frame.content());
        }
        frame.release();
        if (!fits) {
            fail(ctx, WebSocketCloseStatus.MESSAGE_TOO_BIG, "message over limits.frame");
        } else if (last) {
            ByteBuf whole = fragments;
            fragments = null;
            deliver(ctx, whole);
        }
    }

    private void deliver(ChannelHandlerContext ctx, ByteBuf whole) {
        if (whole.readableBytes() > messageBytesMax) {
            whole.release();
            fail(ctx, WebSocketCloseStatus.MESSAGE_TOO_BIG, "message over limits.frame");
        } else if (text && !ByteBufUtil.isText(whole, StandardCharsets.UTF_8)) {
            whole.release();
            fail(ctx, WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "text is not valid UTF-8");
        } else {
            ctx.fireChannelRead(text ? new TextWebSocketFrame(whole) : new BinaryWebSocketFrame(whole));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable why = cause instanceof DecompressionException ? cause : cause.getCause();
        if (why instanceof DecompressionException inflating) {
            boolean tooMuch = inflating.getCause() == null;
            fail(
                    ctx,
                    tooMuch ? WebSocketCloseStatus.MESSAGE_TOO_BIG : WebSocketCloseStatus.INVALID_PAYLOAD_DATA,
                    tooMuch ? "message over limits.frame" : "text could not be decompressed");
        } else if (cause instanceof CorruptedWebSocketFrameException broken) {
            fail(ctx, broken.closeStatus(), broken.getMessage());
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the result
    private void fail(ChannelHandlerContext ctx, WebSocketCloseStatus status, String reason) {
        if (!failed) {
            failed = true;
            dropFragments();
            if (!closeSent) {
                closeSent = true;
                ctx.writeAndFlush(new CloseWebSocketFrame(status, reason));
            }
            ctx.executor().schedule(() -> ctx.close(), LINGER_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void dropFragments() {
        if (fragments != null) {
            fragments.release();
            fragments = null;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        dropFragments();
    }
}
