package dev.parley.gateway.fanout;

import dev.parley.contract.CloseCode;
import dev.parley.contract.ServerFrame;
import dev.parley.messages.GatewayEvent.Frame;
import dev.parley.messages.RoomCommand.Here;
import dev.parley.messages.RoomReply.Entered;
import dev.parley.model.Event;
import dev.parley.model.Member;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * One connection in one room. It keeps how far the connection is and switches from what was missed to what is live.
 *
 * <pre>
 * ENTERING ── entered ──► LIVE ── outbox over its limit ──► BEHIND
 *    ▲   │       │         ▲                                  │
 *    │   │       └► CATCHING_UP (live frames are held back)   │
 *    │   └► UNHEARD ─ listen ┘ (a bridge client that has not registered yet)
 *    └──────────────────── init again ────────────────────────┘
 *
 * any but ENTERING and BEHIND ── the store went back ──► RESET ── greeted again ──► LIVE, UNHEARD
 * </pre>
 */
public final class Subscription {
    private enum State {
        ENTERING,
        CATCHING_UP,
        LIVE,
        UNHEARD,
        BEHIND,
        RESET
    }

    /** How a connection fares; told to its session. */
    public interface Owner {
        /** Its outbox is over the limit. */
        void onBehind();

        /** What a client hears that enters a room, or whose room starts over. */
        ServerFrame greeting(String room, StartPoint position);
    }

    /**
     * What {@link #enter} tells.
     *
     * @param generation of the seat; {@link #start} passes over one that a later {@code init} has outdated
     */
    public record StartPoint(Entered entered, long since, boolean reset, int generation) {}

    private static final int REPLAY_PAGE = 100;
    private static final long PACE_BYTES = 128 * 1024;

    private final RoomSubscribers subscribers;
    private Here here;
    private final ClientTransport transport;
    private final Owner owner;
    /** Live frames for later; null when there are none, as in nearly every seat. */
    private Deque<Frame> buffered;

    private State state = State.ENTERING;
    private String address;
    private boolean listening;
    private boolean present;
    private long cursor;
    private long bufferedBytes;
    /** Rises with each {@code init}: what an earlier one still has under way is void. */
    private int generation;

    Subscription(
            RoomSubscribers feed,
            Here here,
            ClientTransport clientTransport,
            Owner owner,
            String address,
            boolean listening) {
        this.subscribers = feed;
        this.here = here;
        this.transport = clientTransport;
        this.owner = owner;
        this.address = address;
        this.listening = listening;
    }

    public RoomSubscribers subscribers() {
        return subscribers;
    }

    Here here() {
        return here;
    }

    /** Where its events are wanted; null on transports that do not name feeds. */
    public String address() {
        return address;
    }

    /** Who sits here is shown otherwise from now on: a room that knows of the seat is told. */
    public void updateMember(Member who) {
        here = new Here(here.connection(), who);
        if (wasAnnounced()) {
            subscribers.updateMember(this);
        }
    }

    /** Whether the room has let this seat in. */
    boolean isPresent() {
        return present;
    }

    /** Whether the room was told, or is being told, of this seat. */
    boolean wasAnnounced() {
        return generation > 0;
    }

    /** Events are wanted, under this address, from where the connection stands: what came since it entered comes first. */
    public void listen(String wantedAt) {
        subscribers.flushFrames(); // it did not come to this address
        address = wantedAt;
        if (listening) {
            return;
        }
        listening = true;
        if (state == State.UNHEARD && subscribers.seq() - cursor > subscribers.replayMax()) {
            fallBehind();
        } else if (state == State.UNHEARD) {
            sendFrom(subscribers.seq());
        }
    }

    /**
     * Enters, or resumes.
     *
     * @param since the last {@code seq} the client has; -1: nothing is replayed
     * @return where the connection stands; its holder answers the client, then calls {@link #start}
     */
    public Future<StartPoint> enter(long since) {
        int current = ++generation;
        state = State.ENTERING;
        buffered = null;
        bufferedBytes = 0;
        return subscribers.enter(this).map(entered -> {
            present = true;
            boolean reset = since > entered.seq() || (since >= 0 && entered.seq() - since > subscribers.replayMax());
            long from = since < 0 || reset ? entered.seq() : since;
            return new StartPoint(entered, from, reset, current);
        });
    }

    /** Sends what was missed, then what is live. Called in the same turn of the loop in which {@link #enter} completed. */
    public void start(StartPoint position) {
        if (position.generation() != generation) {
            return;
        }
        subscribers.flushFrames(); // what came before it is in
        cursor = position.since();
        // What the feed had before the answer came was not for this seat yet.
        long target = Math.max(position.entered().seq(), subscribers.seq());
        if (listening) {
            sendFrom(target);
        } else {
            state = State.UNHEARD;
        }
    }

    private void sendFrom(long target) {
        if (cursor < target) {
            state = State.CATCHING_UP;
            replay(target, generation);
        } else {
            state = State.LIVE;
        }
    }

    /** What this connection has is no part of the room any more: it gets nothing until it is greeted again. */
    void reset() {
        if (state == State.LIVE || state == State.CATCHING_UP || state == State.UNHEARD) {
            state = State.RESET;
            generation++;
            buffered = null;
            bufferedBytes = 0;
        }
    }

    /** The room starts over from here; nothing of it is replayed. */
    void greet(Entered entered) {
        if (state == State.RESET) {
            StartPoint position = new StartPoint(entered, entered.seq(), true, generation);
            if (listening) {
                transport.deliver(
                        address, owner.greeting(subscribers.room(), position).encode());
            }
            start(position);
        }
    }

    /** What the feed has collected. */
    void offer(SharedFrames round) {
        if (state == State.LIVE && round.isNextAfter(cursor) && transport.unsent() <= subscribers.outboxMax()) {
            cursor = round.after(cursor);
            transport.deliver(address, round);
        } else if (state == State.LIVE || state == State.CATCHING_UP) {
            for (int i = 0; i < round.frames().size(); i++) {
                offer(round.frames().get(i));
            }
        }
    }

    private void offer(SharedFrame frame) {
        if (!frame.isFor(here.who().id())) {
            return;
        }
        if (state == State.LIVE) {
            send(frame);
        } else if (state == State.CATCHING_UP) {
            buffer(frame.frame());
        }
    }

    /** This connection has missed something: it is closed, and resumes. */
    void abort() {
        state = State.ENTERING;
        generation++;
        transport.close(CloseCode.TOO_SLOW, "a frame was lost");
    }

    private void send(SharedFrame frame) {
        if (frame.seq() > 0) {
            if (frame.seq() <= cursor) {
                return;
            }
            if (frame.seq() != cursor + 1) {
                fallBehind();
                return;
            }
        }
        if (transport.unsent() > subscribers.outboxMax()) {
            fallBehind();
            return;
        }
        cursor = Math.max(cursor, frame.seq());
        transport.deliver(address, frame);
    }

    private void buffer(Frame frame) {
        bufferedBytes += frame.json().length;
        if (bufferedBytes > subscribers.outboxMax()) {
            fallBehind();
        } else {
            if (buffered == null) {
                buffered = new ArrayDeque<>();
            }
            buffered.add(frame);
        }
    }

    /** Nothing of this room is sent any more until the client comes again with {@code init}. */
    private void fallBehind() {
        state = State.BEHIND;
        generation++;
        buffered = null;
        transport.deliver(address, new ServerFrame.Resync(subscribers.room(), cursor).encode());
        owner.onBehind();
    }

    private void replay(long target, int current) {
        // Not beyond the target: what came later is held back, in its order with the chunks between.
        int most = (int) Math.min(REPLAY_PAGE, target - cursor);
        subscribers.eventsAfter(cursor, most).onComplete(page -> {
            if (current != generation) {
                return;
            }
            if (page.failed() || page.result().isEmpty()) {
                fallBehind();
            } else {
                replayPage(page.result(), 0, target, current);
            }
        });
    }

    /** Sends until enough is under way, and goes on when the socket has taken it. */
    private void replayPage(List<Event> page, int from, long target, int current) {
        long bytes = 0;
        for (int i = from; i < page.size(); i++) {
            Event event = page.get(i);
            byte[] json = ServerFrame.of(event).encode();
            bytes += json.length;
            cursor = event.seq();
            if (bytes < PACE_BYTES && i < page.size() - 1) {
                transport.deliver(address, json);
            } else {
                int next = i + 1;
                transport.deliverPaced(address, json).onComplete(sent -> afterPace(page, next, target, current));
                return;
            }
        }
    }

    private void afterPace(List<Event> page, int next, long target, int current) {
        if (current != generation) {
            return;
        }
        if (next < page.size()) {
            replayPage(page, next, target, current);
        } else if (cursor < target) {
            replay(target, current);
        } else {
            goLive();
        }
    }

    private void goLive() {
        state = State.LIVE;
        while (buffered != null && !buffered.isEmpty()) { // none is left when it falls behind
            SharedFrame frame = new SharedFrame(buffered.poll());
            send(frame);
            frame.release();
        }
        buffered = null;
        bufferedBytes = 0;
    }
}
