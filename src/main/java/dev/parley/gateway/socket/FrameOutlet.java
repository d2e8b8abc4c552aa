package dev.parley.gateway.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;

/**
 * Writes a WebSocket's encoded frames, past the handlers that would only pass them on: a delivery costs little more
 * than its socket write. They stay in order with what the library writes, since both end in the channel's one buffer.
 * On the event loop.
 */
@SuppressWarnings(
        "FutureReturnValueIgnored") // a write that fails closes the channel, which its connection learns elsewhere
final class FrameOutlet {
    private final ChannelHandlerContext context;
    private final FrameConformance conformance;

    FrameOutlet(ChannelHandlerContext context, FrameConformance conformance) {
        this.context = context;
        this.conformance = conformance;
    }

    /** Whether a frame may still be sent. */
    boolean isOpen() {
        return context.channel().isActive() && !conformance.isCloseSent();
    }

    ByteBufAllocator alloc() {
        return context.alloc();
    }

    /** For {@link #write}, when nobody waits for the result. */
    ChannelPromise voidPromise() {
        return context.voidPromise();
    }

    ChannelPromise newPromise() {
        return context.newPromise();
    }

    void write(ByteBuf frame, ChannelPromise promise) {
        context.write(frame, promise);
    }

    void flush() {
        context.flush();
    }

    /** Bytes that the channel has not yet given to the kernel. */
    long unsent() {
        ChannelOutboundBuffer outbound = context.channel().unsafe().outboundBuffer();
        return outbound == null ? 0 : outbound.totalPendingWriteBytes();
    }
}
