package dev.parley.gateway.command;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.cluster.ClusterView;
import dev.parley.messages.Addresses;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.messages.SendOrder;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.time.Monotonic;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
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
 * One gateway's way to one room, on whichever node that is: it wakes the room when it sleeps, follows it when it moves,
 * and keeps the order of commands while it does. On the gateway's context.
 *
 * <pre>
 * ASLEEP ── a command ──► WAKING ── found ──► AWAKE ── fell asleep ──► ASLEEP
 *                          │  ▲                 │
 *     not yet: again later ┘  │                 │ a command found nobody, was lost, or the room has moved
 *                             │                 ▼
 *                             └─ none in flight ┴─ RECOVERING ── nothing to send ──► ASLEEP
 * </pre>
 *
 * <p>A command that found nobody, was lost or was refused with {@code unavailable} is sent again: every command may
 * come twice, and messages carry an id. If a later command was handled meanwhile, sending it again would break the
 * order, so its sender gets {@code unavailable}, as when the room says that it was overtaken; so does the sender of one
 * that got no reply within {@code rooms.patience}. Limits: at most {@code rooms.pending} commands wait for a room that
 * is not awake.
 */
public final class RoomClient {
    private enum State {
        /** Nobody here needs the room to be in memory. */
        ASLEEP,
        /** The room is being looked for, or will be again after a pause. */
        WAKING,
        /** Commands are sent to {@link #node} as they come. */
        AWAKE,
        /** Commands wait until the last one that is in flight has its reply; then the room is looked for. */
        RECOVERING
    }

    private static final long AGAIN_MS = 50;

    private final String room;
    private final CommandSettings settings;
    private final Deque<PendingCommand> waiting = new ArrayDeque<>(1);
    private final Set<PendingCommand> inFlight = new LinkedHashSet<>(2);
    /** Those that are to be sent again, by number. */
    private final TreeMap<Long, PendingCommand> toResend = new TreeMap<>();

    private State state = State.ASLEEP;
    /** The node on which the room was awake last. */
    private String node = "";
    /** Rises when the room is looked for anew: what an earlier search finds is void. */
    private int search;

    private long lastHandled;

    public RoomClient(String room, CommandSettings settings) {
        this.room = room;
        this.settings = settings;
    }

    String room() {
        return room;
    }

    private void to(State next) {
        state = next;
        if (next == State.WAKING) {
            search();
        }
    }

    private void search() {
        int current = ++search;
        settings.directory().awake(room).onComplete(found -> {
            if (current == search) {
                if (found.succeeded()) {
                    onAwake(found.result());
                } else {
                    onNotFound(refusal(found.cause()));
                }
            }
        });
    }

    /** Sends a command, waking the room if need be. Fails with a {@link Refusal}. */
    public Future<RoomReply> request(RoomCommand command) {
        long patienceMs = settings.rooms().patience().toMillis() * PendingCommand.patienceFactor(command);
        long deadline = Monotonic.millis() + patienceMs;
        long number = settings.numbers().next();
        PendingCommand pending = new PendingCommand(repeatable(command, number), number, deadline);
        if (state == State.AWAKE) {
            send(pending);
        } else if (waiting.size() >= settings.rooms().pending()) {
            return Future.failedFuture(Code.OVERLOADED.refuse("too many commands wait for this room", 1000));
        } else {
            waiting.add(pending);
            if (state == State.ASLEEP) {
                to(State.WAKING);
            }
        }
        return pending.promise.future();
    }

    /** Without an id what is sent twice would be stored twice, and without its place a message could be overtaken. */
    private RoomCommand repeatable(RoomCommand command, long number) {
        if (command instanceof RoomCommand.Emit emit) {
            String id = emit.id() == null ? settings.ids().get() : emit.id();
            return emit.withId(id).at(new SendOrder(settings.gateway(), number));
        }
        if (command instanceof RoomCommand.Keyed keyed && keyed.id() == null) {
            return keyed.withId(settings.ids().get());
        }
        if (command instanceof RoomCommand.Say say) {
            String id = say.id() == null ? settings.ids().get() : say.id();
            return say.at(id, new SendOrder(settings.gateway(), number));
        }
        return command;
    }

    /** Sends the room something at a node where it is known to be, without a reply. */
    public void send(String at, RoomCommand command) {
        settings.bus().send(Addresses.room(at, room), command);
    }

    /** Sends the room something at the node that should own it, without waking it and without a reply. */
    public void sendToOwner(RoomCommand command) {
        settings.membership().view().ring().owner(room).ifPresent(owner -> send(owner, command));
    }

    public boolean isAsleep() {
        return state == State.ASLEEP;
    }

    public boolean isIdle() {
        return inFlight.isEmpty() && waiting.isEmpty() && (state == State.ASLEEP || state == State.AWAKE);
    }

    /** Somebody woke the room on this node. Commands under way to the node where it was before are not overtaken. */
    public void onAwakeAt(String at) {
        if (state == State.ASLEEP || (state == State.AWAKE && inFlight.isEmpty())) {
            to(State.AWAKE);
            node = at;
        }
    }

    public void onAsleep() {
        if (state == State.AWAKE) {
            to(State.ASLEEP);
        }
    }

    /** The cluster has changed. Returns whether the room, which was awake, has to be looked for. */
    @CanIgnoreReturnValue
    public boolean onView(ClusterView now) {
        if (state == State.ASLEEP || now.ring().isOwner(node, room)) {
            return false;
        }
        if (!now.nodes().containsKey(node)) {
            // No reply comes from there any more: the commands do not wait for their time to pass.
            inFlight.forEach(pending -> {
                pending.attempt++;
                toResend.put(pending.number, pending);
            });
            inFlight.clear();
        }
        boolean wasAwake = state == State.AWAKE;
        if (!inFlight.isEmpty()) {
            to(State.RECOVERING);
        } else if (state == State.WAKING || !toResend.isEmpty() || !waiting.isEmpty()) {
            to(State.WAKING);
        } else {
            to(State.ASLEEP);
        }
        return wasAwake;
    }

    /** Has the room loaded for those who are connected and send nothing. */
    public void wakeIfAsleep() {
        if (state == State.ASLEEP) {
            to(State.WAKING);
        }
    }

    private void onAwake(String at) {
        to(State.AWAKE);
        node = at;
        List<PendingCommand> again = List.copyOf(toResend.values());
        toResend.clear();
        for (PendingCommand pending : again) {
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

    /** The room may be moving: the commands that can still wait do. */
    private void onNotFound(Refusal refusal) {
        boolean retry = refusal.code() == Code.UNAVAILABLE;
        List<PendingCommand> refused = new ArrayList<>();
        long pause = Math.max(AGAIN_MS, refusal.retryAfterMs());
        long now = Monotonic.millis() + pause; // what cannot wait for the next try is refused now
        for (PendingCommand pending : List.copyOf(toResend.values())) {
            if (!retry || now >= pending.deadline) {
                toResend.remove(pending.number);
                refused.add(pending);
            }
        }
        while (!waiting.isEmpty() && (!retry || now >= waiting.peek().deadline)) {
            refused.add(waiting.poll());
        }
        if (toResend.isEmpty() && waiting.isEmpty()) {
            to(State.ASLEEP);
        } else {
            int current = search;
            Vertx.currentContext().owner().setTimer(pause, t -> {
                if (current == search && state == State.WAKING) {
                    to(State.WAKING);
                }
            });
        }
        refused.forEach(pending -> pending.promise.fail(refusal));
    }

    private void send(PendingCommand pending) {
        inFlight.add(pending);
        int attempt = ++pending.attempt;
        settings.bus()
                .request(Addresses.room(node, room), pending.command, patience(pending))
                .onComplete(reply -> {
                    if (attempt == pending.attempt) {
                        onReply(pending, reply);
                    }
                });
    }

    /** On this node nothing is lost on the way, so a slow room is waited for; on another it is asked again. */
    private Duration patience(PendingCommand pending) {
        long left = pending.leftMs();
        boolean here = node.equals(settings.membership().node());
        return Duration.ofMillis(
                here ? left : Math.min(left, settings.rooms().commandTimeout().toMillis()));
    }

    private void onReply(PendingCommand pending, AsyncResult<RoomReply> reply) {
        inFlight.remove(pending);
        if (reply.succeeded() && reply.result() instanceof RoomReply.Overtaken) {
            pending.promise.fail(moving());
        } else if (reply.succeeded()) {
            lastHandled = Math.max(lastHandled, pending.number);
            pending.promise.complete(reply.result());
        } else if (pending.mayBeSentAgain(reply.cause())) {
            toResend.put(pending.number, pending);
            to(State.RECOVERING);
        } else {
            pending.promise.fail(refusal(reply.cause()));
        }
        if (state == State.RECOVERING && inFlight.isEmpty()) {
            recover();
        }
    }

    private void recover() {
        if (toResend.isEmpty() && waiting.isEmpty()) {
            to(State.ASLEEP);
        } else {
            to(State.WAKING);
        }
    }

    private static Refusal refusal(Throwable failure) {
        return Refusal.of(failure, e -> moving());
    }

    private static Refusal moving() {
        return Code.UNAVAILABLE.refuse("the room did not reply; send the message again with the same id");
    }
}
