package dev.parley.gateway.fanout;

import dev.parley.bus.Bus;
import dev.parley.bus.Refusal;
import dev.parley.protocol.Addresses;
import dev.parley.protocol.Code;
import dev.parley.protocol.HostCommand;
import dev.parley.protocol.RoomCommand;
import dev.parley.protocol.RoomReply;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One gateway's way to one room: wakes it when it sleeps and keeps the order of commands while it does.
 *
 * <pre>
 * ASLEEP ── request ──► WAKING ── active ──► AWAKE ── told asleep ──► ASLEEP
 *    ▲                    │  ▲                 │
 *    └────── failed ──────┘  │                 │ a command found nobody
 *                            └── none in flight┴── RECOVERING
 * </pre>
 *
 * <p>A command that found nobody was certainly not handled, so it is sent again, unless a later one was handled
 * meanwhile: then it would be out of order and its sender hears {@code unavailable}.
 */
final class RoomLink {
    private enum State {
        ASLEEP,
        WAKING,
        AWAKE,
        RECOVERING
    }

    private static final int ATTEMPTS_MAX = 3;

    private final String room;
    private final FanoutSettings settings;
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private final List<Pending> unheard = new ArrayList<>();
    private State state = State.ASLEEP;
    private int inFlight;
    private long lastNumber;
    private long lastHandled;

    private static final class Pending {
        private final RoomCommand command;
        private final long number;
        private final Promise<RoomReply> promise = Promise.promise();
        private int attempts;

        Pending(RoomCommand command, long number) {
            this.command = command;
            this.number = number;
        }
    }

    RoomLink(String room, FanoutSettings settings) {
        this.room = room;
        this.settings = settings;
    }

    /** Fails with a {@link Refusal}. */
    Future<RoomReply> request(RoomCommand command) {
        Pending pending = new Pending(command, ++lastNumber);
        if (state == State.AWAKE) {
            send(pending);
        } else if (waiting.size() >= settings.rooms().pending()) {
            return Future.failedFuture(Code.OVERLOADED.refuse("too many commands wait for this room", 1000));
        } else {
            waiting.add(pending);
            wakeIfAsleep();
        }
        return pending.promise.future();
    }

    /** Answers a roll call: the room is there, whatever this link thinks. */
    void tell(RoomCommand command) {
        settings.bus().tell(Addresses.room(room), command);
    }

    boolean isAsleep() {
        return state == State.ASLEEP;
    }

    boolean isIdle() {
        return inFlight == 0 && waiting.isEmpty() && (state == State.ASLEEP || state == State.AWAKE);
    }

    /** The room is in memory: somebody else woke it. */
    void wokeUp() {
        if (state == State.ASLEEP) {
            state = State.AWAKE;
        }
    }

    void fellAsleep() {
        if (state == State.AWAKE) {
            state = State.ASLEEP;
        }
    }

    private void wakeIfAsleep() {
        if (state == State.ASLEEP) {
            wake();
        }
    }

    private void wake() {
        state = State.WAKING;
        settings.bus()
                .request(
                        Addresses.host(settings.node()),
                        new HostCommand.Activate(room),
                        settings.rooms().commandTimeout())
                .onComplete(active -> {
                    if (active.succeeded()) {
                        woken();
                    } else {
                        refuseAll(refusal(active.cause()));
                    }
                });
    }

    private void woken() {
        state = State.AWAKE;
        List<Pending> again = List.copyOf(unheard);
        unheard.clear();
        for (Pending pending : again) {
            if (pending.number < lastHandled || pending.attempts >= ATTEMPTS_MAX) {
                pending.promise.fail(moving());
            } else {
                send(pending);
            }
        }
        while (state == State.AWAKE && !waiting.isEmpty()) {
            send(waiting.poll());
        }
    }

    private void refuseAll(Refusal refusal) {
        state = State.ASLEEP;
        List<Pending> all = new ArrayList<>(unheard);
        all.addAll(waiting);
        unheard.clear();
        waiting.clear();
        all.forEach(pending -> pending.promise.fail(refusal));
    }

    private void send(Pending pending) {
        inFlight++;
        pending.attempts++;
        settings.bus()
                .request(Addresses.room(room), pending.command, settings.rooms().commandTimeout())
                .onComplete(reply -> answered(pending, reply));
    }

    private void answered(Pending pending, AsyncResult<RoomReply> reply) {
        inFlight--;
        if (reply.succeeded()) {
            lastHandled = Math.max(lastHandled, pending.number);
            pending.promise.complete(reply.result());
        } else if (Bus.isAbsent(reply.cause())) {
            unheard.add(pending);
            state = State.RECOVERING;
        } else {
            pending.promise.fail(refusal(reply.cause()));
        }
        if (state == State.RECOVERING && inFlight == 0) {
            wake();
        }
    }

    private static Refusal refusal(Throwable failure) {
        return failure instanceof Refusal refusal ? refusal : moving();
    }

    private static Refusal moving() {
        return Code.UNAVAILABLE.refuse("the room did not answer: send it again with the same id");
    }
}
