package dev.parley.gateway.socket;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;

/**
 * Refuses reserved bit set on a continuation frame frame. The bit that says that a message is compressed stands in the
 * first fragment alone (RFC 7692 section 6.1); the library's inflater removes it from later ones too, where it is an
 * error. In front of the inflater; shared by all connections.
 */
@ChannelHandler.Sharable
final class FragmentBits extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof ContinuationWebSocketFrame frame && frame.rsv() != 0) {
            ReferenceCountUtil.release(message);
            ctx.fireExceptionCaught(new CorruptedWebSocketFrameException(
                    WebSocketCloseStatus.PROTOCOL_ERROR, "reserved bit set on a continuation frame"));
        } else {
            ctx.fireChannelRead(message);
        }
    }
}
