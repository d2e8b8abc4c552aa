package dev.parley.gateway.fanout;

import dev.parley.messages.GatewayEvent.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frames of one room that wait for its next flush; they go out before anything that must come after them. On the
 * gateway's context; at most {@link #BYTES_MAX} bytes and one frame more.
 */
final class CollectedFrames {
    private static final Logger LOG = LoggerFactory.getLogger(CollectedFrames.class);
    /** More is not collected for one flush: the saving is in small frames. */
    private static final long BYTES_MAX = 32 * 1024;

    private final String room;
    private final List<Subscription> subscriptions;
    private final Runnable askForFlush;
    private final List<SharedFrame> collected = new ArrayList<>(1);
    private long bytes;

    /**
     * @param subscriptions of the room
     * @param askForFlush has {@link #flush} called soon
     */
    CollectedFrames(String room, List<Subscription> subscriptions, Runnable askForFlush) {
        this.room = room;
        this.subscriptions = subscriptions;
        this.askForFlush = askForFlush;
    }

    /** Keeps a frame for the next flush. */
    void add(Frame frame) {
        collected.add(new SharedFrame(frame));
        bytes += frame.json().length;
        if (bytes > BYTES_MAX) {
            flush();
        } else if (collected.size() == 1) {
            askForFlush.run();
        }
    }

    /** Offers the subscriptions what was collected. */
    void flush() {
        if (collected.isEmpty()) {
            return;
        }
        SharedFrames frames = new SharedFrames(List.copyOf(collected));
        collected.clear();
        bytes = 0;
        // From the end: a subscription whose connection breaks under the write takes itself out.
        for (int i = subscriptions.size() - 1; i >= 0; i--) {
            orAbort(subscriptions.get(i), subscription -> subscription.offer(frames));
        }
        frames.release();
    }

    /** Closes a connection to which something cannot be delivered: the other subscriptions do not pay for that. */
    void orAbort(Subscription subscription, Consumer<Subscription> delivery) {
        try {
            delivery.accept(subscription);
        } catch (RuntimeException e) {
            LOG.error("room {}: frames could not be delivered to a connection; it is closed", room, e);
            subscription.abort();
        }
    }
}
