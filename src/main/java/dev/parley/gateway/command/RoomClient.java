package dev.parley.gateway.command;

import dev.parley.bus.Bus;
import dev.parley.cluster.ClusterView;
import dev.parley.messages.Addresses;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.time.Monotonic;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * One gateway's way to one room, wherever that is: wakes it when it sleeps, follows it when it moves, and keeps the order
 * of commands while it does. On the gateway's context.
 *
 * <pre>
 * ASLEEP ── request ──► WAKING ── active ──► AWAKE ── told asleep ──► ASLEEP
 *                         │  ▲                 │
 *         not yet: again ─┘  │                 │ a command found nobody, was lost, or the room has moved
 *                            └── none in flight┴── RECOVERING
 * </pre>
 *
 * <p>A command that found nobody, was lost or heard {@code unavailable} is sent again: every command may come twice, what
 * is said carries an id. Unless a later one was handled meanwhile: then it would be out of order, and its sender hears
 * {@code unavailable}, as does one that was not heard within {@code rooms.patience}.
 */
public final class RoomClient {
    private enum State {
        ASLEEP,
        WAKING,
        AWAKE,
        RECOVERING
    }

    private static final long AGAIN_MS = 50;

    private final String room;
    private final CommandSettings settings;
    private final Deque<Pending> waiting = new ArrayDeque<>(1);
    private final Set<Pending> inFlight = new LinkedHashSet<>(2);
    /** By number: those that are to be sent again. */
    private final TreeMap<Long, Pending> unheard = new TreeMap<>();

    private State state = State.ASLEEP;
    /** Where it was awake last. */
    private String node = "";
    /** Rises when the room is looked for anew: what an earlier search finds is void. */
    private int search;

    private long lastNumber;
    private long lastHandled;

    private static final class Pending {
        private final RoomCommand command;
        private final long number;
        private final long deadline;
        private final Promise<RoomReply> promise = Promise.promise();
        private int attempt;

        Pending(RoomCommand command, long number, long deadline) {
            this.command = command;
            this.number = number;
            this.deadline = deadline;
        }
    }

    public RoomClient(String room, CommandSettings settings) {
        this.room = room;
        this.settings = settings;
    }

    /** Fails with a {@link Refusal}. */
    public Future<RoomReply> request(RoomCommand command) {
        long deadline = Monotonic.millis() + settings.rooms().patience().toMillis();
        Pending pending = new Pending(repeatable(command), ++lastNumber, deadline);
        if (state == State.AWAKE) {
            send(pending);
        } else if (waiting.size() >= settings.rooms().pending()) {
            return Future.failedFuture(Code.OVERLOADED.refuse("too many commands wait for this room", 1000));
        } else {
            waiting.add(pending);
            if (state == State.ASLEEP) {
                wake();
            }
        }
        return pending.promise.future();
    }

    /** Without an id what is sent twice would be stored twice. */
    private RoomCommand repeatable(RoomCommand command) {
        return command instanceof RoomCommand.Say say && say.id() == null
                ? new RoomCommand.Say(settings.ids().get(), say.by(), say.content())
                : command;
    }

    /** Tells the room something at a node where it is known to be. */
    public void tell(String at, RoomCommand command) {
        settings.bus().send(Addresses.room(at, room), command);
    }

    public boolean isAsleep() {
        return state == State.ASLEEP;
    }

    public boolean isIdle() {
        return inFlight.isEmpty() && waiting.isEmpty() && (state == State.ASLEEP || state == State.AWAKE);
    }

    /** The room is in memory there: somebody woke it. Commands under way to where it was before are not overtaken. */
    public void wokeUp(String at) {
        if (state == State.ASLEEP || (state == State.AWAKE && inFlight.isEmpty())) {
            state = State.AWAKE;
            node = at;
        }
    }

    public void fellAsleep() {
        if (state == State.AWAKE) {
            state = State.ASLEEP;
        }
    }

    /** The cluster has changed. Returns whether the room, which was awake, has to be looked for. */
    public boolean moved(ClusterView now) {
        if (state == State.ASLEEP || now.ring().isOwner(node, room)) {
            return false;
        }
        if (!now.nodes().containsKey(node)) {
            // Nobody there answers any more: their time is not waited for.
            inFlight.forEach(pending -> {
                pending.attempt++;
                unheard.put(pending.number, pending);
            });
            inFlight.clear();
        }
        boolean wasAwake = state == State.AWAKE;
        if (!inFlight.isEmpty()) {
            state = State.RECOVERING;
        } else if (state == State.WAKING || !unheard.isEmpty() || !waiting.isEmpty()) {
            wake();
        } else {
            state = State.ASLEEP;
        }
        return wasAwake;
    }

    /** Has it loaded for those who sit here and say nothing. */
    public void wakeIfAsleep() {
        if (state == State.ASLEEP) {
            wake();
        }
    }

    private void wake() {
        state = State.WAKING;
        int current = ++search;
        settings.directory().awake(room).onComplete(found -> {
            if (current == search) {
                if (found.succeeded()) {
                    woken(found.result());
                } else {
                    notFound(refusal(found.cause()));
                }
            }
        });
    }

    private void woken(String at) {
        state = State.AWAKE;
        node = at;
        List<Pending> again = List.copyOf(unheard.values());
        unheard.clear();
        for (Pending pending : again) {
            if (pending.number < lastHandled) {
                pending.promise.fail(moving());
            } else {
                send(pending);
            }
        }
        while (state == State.AWAKE && !waiting.isEmpty()) {
            send(waiting.poll());
        }
    }

    /** It may be moving: those who can still wait do. */
    private void notFound(Refusal refusal) {
        boolean retry = refusal.code() == Code.UNAVAILABLE;
        List<Pending> refused = new ArrayList<>();
        long pause = Math.max(AGAIN_MS, refusal.retryAfterMs());
        long now = Monotonic.millis() + pause; // who cannot wait for the next try hears of it now
        for (Pending pending : List.copyOf(unheard.values())) {
            if (!retry || now >= pending.deadline) {
                unheard.remove(pending.number);
                refused.add(pending);
            }
        }
        while (!waiting.isEmpty() && (!retry || now >= waiting.peek().deadline)) {
            refused.add(waiting.poll());
        }
        if (unheard.isEmpty() && waiting.isEmpty()) {
            state = State.ASLEEP;
        } else {
            int current = search;
            Vertx.currentContext().owner().setTimer(pause, t -> {
                if (current == search && state == State.WAKING) {
                    wake();
                }
            });
        }
        refused.forEach(pending -> pending.promise.fail(refusal));
    }

    private void send(Pending pending) {
        inFlight.add(pending);
        int attempt = ++pending.attempt;
        settings.bus()
                .request(Addresses.room(node, room), pending.command, patience(pending))
                .onComplete(reply -> {
                    if (attempt == pending.attempt) {
                        answered(pending, reply);
                    }
                });
    }

    /** On this node nothing is lost on the way, so a slow room is waited for; on another it is asked again. */
    private Duration patience(Pending pending) {
        long left = Math.max(1, pending.deadline - Monotonic.millis());
        boolean here = node.equals(settings.membership().node());
        return Duration.ofMillis(
                here ? left : Math.min(left, settings.rooms().commandTimeout().toMillis()));
    }

    private void answered(Pending pending, AsyncResult<RoomReply> reply) {
        inFlight.remove(pending);
        if (reply.succeeded()) {
            lastHandled = Math.max(lastHandled, pending.number);
            pending.promise.complete(reply.result());
        } else if (mayBeSentAgain(pending, reply.cause())) {
            unheard.put(pending.number, pending);
            state = State.RECOVERING;
        } else {
            pending.promise.fail(refusal(reply.cause()));
        }
        if (state == State.RECOVERING && inFlight.isEmpty()) {
            recover();
        }
    }

    private void recover() {
        if (unheard.isEmpty() && waiting.isEmpty()) {
            state = State.ASLEEP;
        } else {
            wake();
        }
    }

    private static boolean mayBeSentAgain(Pending pending, Throwable failure) {
        boolean retryable = Bus.isAbsent(failure) || Bus.isLost(failure) || Refusal.is(failure, Code.UNAVAILABLE);
        return retryable && Monotonic.millis() < pending.deadline;
    }

    private static Refusal refusal(Throwable failure) {
        return Refusal.of(failure, e -> moving());
    }

    private static Refusal moving() {
        return Code.UNAVAILABLE.refuse("the room did not answer: send it again with the same id");
    }
}
