package dev.parley.gateway.fanout;

import dev.parley.messages.GatewayEvent.Frame;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Passing frames of one room that came while events before them were missing: one of these events may have taken a
 * reader out. At most {@link #BYTES_MAX} bytes of them; then the oldest go, as a passing frame may. On the gateway's
 * context.
 */
final class WaitingFrames {
    static final long BYTES_MAX = 256 * 1024;

    /** Null until there are any, as in nearly every room. */
    private Deque<Waiting> waiting;

    private long bytes;

    /** {@code after}: the {@code seq} of the last event before it. */
    private record Waiting(long after, Frame frame) {}

    void add(long after, Frame frame) {
        if (waiting == null) {
            waiting = new ArrayDeque<>();
        }
        waiting.add(new Waiting(after, frame));
        bytes += frame.json().length;
        while (bytes > BYTES_MAX) {
            bytes -= waiting.remove().frame().json().length;
        }
    }

    /** Hands on those that have waited for no more than the events up to {@code seq}, in order. */
    void release(long seq, Consumer<Frame> next) {
        while (waiting != null && !waiting.isEmpty() && waiting.peek().after() <= seq) {
            Frame oldest = waiting.remove().frame();
            bytes -= oldest.json().length;
            next.accept(oldest);
        }
    }

    void clear() {
        waiting = null;
        bytes = 0;
    }
}
