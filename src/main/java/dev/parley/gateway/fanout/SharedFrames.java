package dev.parley.gateway.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/**
 * A room's frames of one flush, in order, encoded once for all the sockets of an event loop as one piece of bytes. Used
 * and released within one turn of the loop.
 */
public final class SharedFrames {
    private final List<SharedFrame> frames;
    private final long first;
    private final long last;
    private final boolean contiguous;
    private ByteBuf webSocket;

    SharedFrames(List<SharedFrame> frames) {
        this.frames = frames;
        long from = 0;
        long to = 0;
        boolean together = true;
        for (int i = 0; i < frames.size(); i++) {
            SharedFrame frame = frames.get(i);
            together &= frame.isForAll() && (frame.seq() == 0 || to == 0 || frame.seq() == to + 1);
            if (frame.seq() > 0) {
                from = from == 0 ? frame.seq() : from;
                to = frame.seq();
            }
        }
        this.first = from;
        this.last = to;
        this.contiguous = together;
    }

    /** The frames, in order. */
    public List<SharedFrame> frames() {
        return frames;
    }

    /** Whether a connection at {@code cursor} gets exactly these: no one is left out, and nothing is missing. */
    boolean isNextAfter(long cursor) {
        return contiguous && (first == 0 || first == cursor + 1);
    }

    /** Where a connection is after these. */
    long after(long cursor) {
        return last == 0 ? cursor : last;
    }

    /** All as WebSocket frames, one behind the other (RFC 6455 section 5.2). The caller owns one reference. */
    public ByteBuf webSocket(ByteBufAllocator allocator) {
        if (frames.size() == 1) {
            return frames.get(0).webSocket(allocator);
        }
        if (webSocket == null) {
            int bytes = 0;
            for (int i = 0; i < frames.size(); i++) {
                bytes += frames.get(i).webSocketBytes();
            }
            webSocket = allocator.directBuffer(bytes);
            for (int i = 0; i < frames.size(); i++) {
                frames.get(i).appendTo(webSocket);
            }
        }
        return webSocket.retainedDuplicate();
    }

    void release() {
        if (webSocket != null) {
            webSocket.release();
        }
        for (int i = 0; i < frames.size(); i++) {
            frames.get(i).release();
        }
    }
}
