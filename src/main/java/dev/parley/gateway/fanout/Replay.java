package dev.parley.gateway.fanout;

import dev.parley.contract.ServerFrame;
import dev.parley.messages.GatewayEvent.Frame;
import dev.parley.model.Event;
import dev.parley.model.Removal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Sends one subscription what it missed: pages of events from the store, no faster than its transport takes them. Live
 * frames that come meanwhile are buffered, at most {@code limits.outbox} bytes of them; with more the subscription
 * falls behind, as with one event that is kept no more. It ends when its subscription leaves the state in which it was
 * made. On the gateway's context.
 */
final class Replay {
    private static final int PAGE_EVENTS = 100;
    /** So many characters of bodies are handed to the transport before it is waited for. */
    private static final long PACE_CHARS = 128 * 1024;

    private final Subscription subscription;
    private final ClientTransport transport;
    private final long target;
    /** Null until there are any, as for nearly every replay. */
    private Deque<Frame> buffered;

    private long bufferedBytes;

    /** {@code target} is the last {@code seq} that is replayed. */
    Replay(Subscription subscription, ClientTransport transport, long target) {
        this.subscription = subscription;
        this.transport = transport;
        this.target = target;
    }

    void start() {
        // Not beyond the target: what came later is buffered, in its order with the chunks between.
        int most = (int) Math.min(PAGE_EVENTS, target - subscription.cursor());
        subscription.subscribers().eventsAfter(subscription.cursor(), most).onComplete(page -> {
            if (!subscription.isCatchingUpBy(this)) {
                return;
            }
            if (page.failed() || page.result().isEmpty()) {
                subscription.fallBehind();
            } else {
                send(page.result(), 0);
            }
        });
    }

    /** Sends until enough is under way, and goes on when the transport has taken it. */
    private void send(List<Event> page, int from) {
        long chars = 0;
        for (int i = from; i < page.size(); i++) {
            Event event = page.get(i);
            if (event.seq() != subscription.cursor() + 1) {
                subscription.fallBehind(); // what lay between is kept no more
                return;
            }
            ServerFrame frame = ServerFrame.of(event);
            chars += event.body().length();
            subscription.sentUpTo(event.seq());
            Removal removal = Removal.of(event);
            if (removal != null && subscription.isTakenOutBy(event.seq(), removal)) {
                transport.deliver(subscription.address(), frame);
                subscription.takeOut(removal);
                return;
            }
            if (chars < PACE_CHARS && i < page.size() - 1) {
                transport.deliver(subscription.address(), frame);
            } else {
                int next = i + 1;
                transport.deliverPaced(subscription.address(), frame).onComplete(taken -> sendMore(page, next));
                return;
            }
        }
    }

    private void sendMore(List<Event> page, int next) {
        if (!subscription.isCatchingUpBy(this)) {
            return;
        }
        if (next < page.size()) {
            send(page, next);
        } else if (subscription.cursor() < target) {
            start();
        } else {
            subscription.goLive(this);
        }
    }

    /** Keeps a live frame until the replay is done; with more than {@code bytesMax} the subscription falls behind. */
    void buffer(Frame frame, long bytesMax) {
        bufferedBytes += frame.json().length;
        if (bufferedBytes > bytesMax) {
            subscription.fallBehind();
            return;
        }
        if (buffered == null) {
            buffered = new ArrayDeque<>();
        }
        buffered.add(frame);
    }

    boolean hasBuffered() {
        return buffered != null && !buffered.isEmpty();
    }

    /** The oldest frame that waits, which then waits no more. */
    Frame nextBuffered() {
        return buffered.poll();
    }
}
