package dev.parley.gateway.fanout;

import dev.parley.access.AccessRules;
import dev.parley.contract.CloseCode;
import dev.parley.contract.ServerFrame;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomCommand.Here;
import dev.parley.messages.RoomReply.Entered;
import dev.parley.model.Code;
import dev.parley.model.Member;
import dev.parley.model.Removal;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * One connection in one room: how far the connection is in the room's log, and the switch from what it missed to what
 * is live. On the gateway's context.
 *
 * <pre>
 * ENTERING ── entered ──► LIVE ── outbox over its limit, or a frame is missing ──► BEHIND
 *    ▲   │       │         ▲                                                         │
 *    │   │       └► CATCHING_UP (a Replay; live frames wait) ── too many ──►│
 *    │   └► UNREGISTERED ─ listen ┘ (a bridge client that has not registered yet) ──►│
 *    └──── init again (from any), or aborted: the connection closes ─────────────────┘
 *
 * any but ENTERING and BEHIND ── the store went back ──► RESET ── greeted again ──► LIVE, UNREGISTERED
 * any but ENTERING ── an event took its user out ──► OUT, GONE (the room was deleted)
 * </pre>
 *
 * <p>An event above where the room let the connection in may take its user out: that event is the last one it gets,
 * unless the connection is not that far, and then {@code left}. Of one that is entering the room itself judges.
 */
public final class Subscription {
    private enum State {
        /** The room was not asked yet, or has not let the connection in. */
        ENTERING(true),
        /** What was missed is being sent. */
        CATCHING_UP(false),
        /** Each frame is sent as it comes. */
        LIVE(false),
        /** The connection is in, but takes no events yet. */
        UNREGISTERED(false),
        /** The client has missed something: nothing is sent until it comes again with {@code init}. */
        BEHIND(true),
        /** What the client has is no part of the room any more: nothing is sent until it is greeted again. */
        RESET(true),
        /** Its user was taken out of the room. */
        OUT(true),
        /** The room was deleted. */
        GONE(true);

        /** Whether what was under way before is void. */
        private final boolean beginsAnew;

        State(boolean beginsAnew) {
            this.beginsAnew = beginsAnew;
        }
    }

    /** Whose a subscription is; it learns how the subscription fares. */
    public interface Owner {
        /** By whom the room judges whether the connection may come in. */
        Principal principal();

        /** Its outbox is over the limit, or a frame was missed. */
        void onBehind();

        /** Its user was taken out: the connection is not in the room any more. */
        void onTakenOut(Subscription subscription);

        /** The frame for a client that enters a room, or whose room starts over. */
        ServerFrame greeting(String room, StartPoint startPoint);
    }

    /**
     * Where a connection begins that was let in.
     *
     * @param generation of the subscription; {@link #start} passes over one that a later {@code init} has outdated
     */
    public record StartPoint(Entered entered, long since, boolean reset, int generation) {}

    private final RoomSubscribers subscribers;
    private final ClientTransport transport;
    private final Owner owner;
    private Here here;

    private State state = State.ENTERING;
    private String address;
    private boolean listening;
    private boolean present;
    private long cursor;
    /** Where the room was when it let the connection in. */
    private long admittedAt;
    /** What is being sent of what was missed; null unless {@link State#CATCHING_UP}. */
    private Replay replay;
    /** Rises with each state that begins anew: what an earlier one still has under way is void. */
    private int generation;

    Subscription(
            RoomSubscribers subscribers,
            Here here,
            ClientTransport transport,
            Owner owner,
            String address,
            boolean listening) {
        this.subscribers = subscribers;
        this.here = here;
        this.transport = transport;
        this.owner = owner;
        this.address = address;
        this.listening = listening;
    }

    private void to(State next) {
        state = next;
        replay = null;
        if (next.beginsAnew) {
            generation++;
        }
    }

    public RoomSubscribers subscribers() {
        return subscribers;
    }

    Here here() {
        return here;
    }

    /** What lets the room know of it, and judge it; {@code state}: whether the shared state is wanted too. */
    RoomCommand.Enter enterCommand(boolean state) {
        return new RoomCommand.Enter(here, subscribers.gateway(), owner.principal(), state);
    }

    /** Where its events are wanted; null on transports that name no addresses. */
    public String address() {
        return address;
    }

    /** The member is shown otherwise from now on: a room that knows of the subscription learns it. */
    public void updateMember(Member who) {
        here = new Here(here.connection(), who);
        if (wasAnnounced()) {
            subscribers.updateMember(this);
        }
    }

    /** Whether the room has let this subscription in. */
    boolean isPresent() {
        return present;
    }

    /** Whether the room has not said yet whether it lets this subscription in. */
    boolean isAskingFirst() {
        return wasAnnounced() && !present;
    }

    /** Whether the room knows of this subscription, or is about to. */
    boolean wasAnnounced() {
        return generation > 0 && state != State.GONE;
    }

    /** Events are wanted, under this address, from where the connection is: what came since it entered comes first. */
    public void listen(String wantedAt) {
        subscribers.flushFrames(); // it did not come to this address
        address = wantedAt;
        if (listening) {
            return;
        }
        listening = true;
        if (state == State.UNREGISTERED && subscribers.seq() - cursor > subscribers.replayMax()) {
            fallBehind();
        } else if (state == State.UNREGISTERED) {
            sendUpTo(subscribers.seq());
        }
    }

    /**
     * Enters, or resumes.
     *
     * @param since the last {@code seq} the client has; -1: nothing is replayed
     * @param state whether the room's shared state is wanted too
     * @return where the connection begins; its owner replies to the client, then calls {@link #start}
     */
    public Future<StartPoint> enter(long since, boolean state) {
        to(State.ENTERING);
        int current = generation;
        return subscribers.enter(this, state).map(entered -> {
            present = true;
            boolean reset = since >= 0 && !isReplayed(since, entered);
            long from = since < 0 || reset ? entered.seq() : since;
            return new StartPoint(entered, from, reset, current);
        });
    }

    /**
     * Whether all that came after {@code since} can be sent: the room is as far, and keeps it, and it is not too much.
     */
    private boolean isReplayed(long since, Entered entered) {
        return since <= entered.seq()
                && since >= entered.first() - 1
                && entered.seq() - since <= subscribers.replayMax();
    }

    /**
     * Sends what was missed, then what is live. Called in the same turn of the loop in which {@link #enter} completed.
     */
    public void start(StartPoint startPoint) {
        if (startPoint.generation() != generation) {
            return;
        }
        subscribers.flushFrames(); // what came before the connection is in
        cursor = startPoint.since();
        admittedAt = startPoint.entered().seq();
        Optional<Removal> late = subscribers.removals().of(owner.principal(), admittedAt);
        if (late.isPresent()) {
            takeOut(late.get());
            return;
        }
        // What came before the room's reply was not for this subscription yet.
        long target = Math.max(startPoint.entered().seq(), subscribers.seq());
        if (listening) {
            sendUpTo(target);
        } else {
            to(State.UNREGISTERED);
        }
    }

    private void sendUpTo(long target) {
        if (cursor < target) {
            to(State.CATCHING_UP);
            replay = new Replay(this, transport, target);
            replay.start();
        } else {
            to(State.LIVE);
        }
    }

    /** What this connection has is no part of the room any more: it gets nothing until it is greeted again. */
    void reset() {
        if (state == State.LIVE || state == State.CATCHING_UP || state == State.UNREGISTERED) {
            to(State.RESET);
        }
    }

    /** The room starts over from here; nothing of it is replayed. */
    void greet(Entered entered) {
        if (state == State.RESET) {
            StartPoint startPoint = new StartPoint(entered, entered.seq(), true, generation);
            if (listening) {
                transport.deliver(address, owner.greeting(subscribers.room(), startPoint));
            }
            start(startPoint);
        }
    }

    /**
     * Another one was let in where the room starts over, and this one's user may be kept out of there: the client comes
     * again. One that takes no events comes with its next frame.
     */
    void comeAgain() {
        if (state == State.RESET && listening) {
            fallBehind();
        } else if (state == State.RESET) {
            owner.onTakenOut(this);
        }
    }

    /** Events up to here are not kept any more; what was said in them, and who was taken out, nobody knows. */
    void onGap(long seq) {
        if (cursor < seq && (state == State.LIVE || state == State.CATCHING_UP)) {
            fallBehind();
        }
    }

    /** An event came that takes somebody out; it was offered already. */
    void onRemoval(long seq, Removal removal) {
        if (state != State.ENTERING && isTakenOutBy(seq, removal)) {
            takeOut(removal);
        }
    }

    /** Whether the event takes this one out. */
    boolean isTakenOutBy(long seq, Removal removal) {
        return seq > admittedAt
                && AccessRules.isRemoved(
                        owner.principal(), removal, subscribers.removals().isPrivate());
    }

    /** Nothing of the room reaches the connection any more. */
    void takeOut(Removal removal) {
        to(removal.gone() ? State.GONE : State.OUT);
        if (listening) {
            Code why = removal.gone() ? Code.NOT_FOUND : Code.FORBIDDEN;
            transport.deliver(address, new ServerFrame.Left(subscribers.room(), why));
        }
        owner.onTakenOut(this);
    }

    /** Takes what the room has collected: the hot path, once a flush and subscription. */
    void offer(SharedFrames frames) {
        if (state == State.LIVE && frames.isNextAfter(cursor) && transport.unsent() <= subscribers.outboxMax()) {
            cursor = frames.after(cursor);
            transport.deliver(address, frames);
        } else if (state == State.LIVE || state == State.CATCHING_UP) {
            for (int i = 0; i < frames.frames().size(); i++) {
                offer(frames.frames().get(i));
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
            replay.buffer(frame.frame(), subscribers.outboxMax());
        }
    }

    /** This connection has missed something: it is closed, and resumes. */
    void abort() {
        to(State.ENTERING);
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

    /** Nothing of this room is sent any more until the client comes again with {@code init}. */
    void fallBehind() {
        to(State.BEHIND);
        transport.deliver(address, new ServerFrame.Resync(subscribers.room(), cursor));
        owner.onBehind();
    }

    long cursor() {
        return cursor;
    }

    /** The replay has sent everything up to here. */
    void sentUpTo(long seq) {
        cursor = seq;
    }

    /** Whether this replay still counts: no later state has made it void. */
    boolean isCatchingUpBy(Replay asked) {
        return replay == asked;
    }

    /**
     * What was missed is sent: the frames that waited meanwhile follow, until one of them lets the client fall behind.
     */
    void goLive(Replay done) {
        to(State.LIVE);
        while (state == State.LIVE && done.hasBuffered()) {
            SharedFrame frame = new SharedFrame(done.nextBuffered());
            send(frame);
            frame.release();
        }
    }
}
