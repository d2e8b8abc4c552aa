package dev.parley.gateway.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * Flushes each channel that was written to once, after the work that is queued on its event loop: the socket write is
 * what a delivery costs, so frames that come together leave together. When nothing else is queued that is at once. On
 * one event loop.
 */
final class LoopFlusher {
    private List<SocketWire> touched = new ArrayList<>();
    private List<SocketWire> spare = new ArrayList<>();

    /** Called for a wire at most once between two flushes. */
    void touch(SocketWire wire, ChannelHandlerContext channel) {
        if (touched.isEmpty()) {
            EventLoop loop = channel.channel().eventLoop();
            loop.execute(this::flush);
        }
        touched.add(wire);
    }

    private void flush() {
        List<SocketWire> now = touched;
        touched = spare;
        for (int i = 0; i < now.size(); i++) {
            now.get(i).flush();
        }
        now.clear();
        spare = now;
    }
}
