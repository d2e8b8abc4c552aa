package dev.parley.room;

import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.messages.SendOrder;
import dev.parley.messages.Speaker;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.room.audience.PresenceNotices;
import dev.parley.room.lifecycle.LeaveReason;
import dev.parley.room.lifecycle.RoomLifecycle;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.room.log.EventLog;
import dev.parley.room.log.Resend;
import dev.parley.room.log.StoredReplies;
import dev.parley.room.rules.ArrivalOrder;
import dev.parley.room.rules.Room;
import dev.parley.room.rules.Submission;
import dev.parley.room.turn.Turns;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The way of a message, or of a custom event, through its room: the rules admit it, the log stores it, the turns that
 * it starts begin, its sender gets a reply.
 *
 * <p>A message waits while the rules cannot decide about it, see {@link Room#mustWait}; what comes behind it waits too,
 * so that the order stays. A {@link Refusal} is for the sender and leaves the room as it was. On the room's context; at
 * most {@link #WAITING_MAX} of them wait.
 */
final class IncomingMessages {
    private static final int WAITING_MAX = 256;
    private static final long RETRY_AFTER_MS = 1000;

    private final RoomSettings settings;
    private final Room room;
    private final RoomLifecycle lifecycle;
    private final PresenceNotices presenceNotices;
    private final EventLog eventLog;
    private final Resend resend;
    private final Turns turns;
    private final ArrivalOrder arrivalOrder = new ArrivalOrder();
    private final Deque<Waiting> waiting = new ArrayDeque<>(1);

    private record Waiting(BooleanSupplier mustWait, Supplier<Future<RoomReply>> admission, Promise<RoomReply> reply) {}

    IncomingMessages(
            RoomSettings settings,
            Room room,
            RoomLifecycle lifecycle,
            PresenceNotices presenceNotices,
            EventLog eventLog,
            Resend resend,
            Turns turns) {
        this.settings = settings;
        this.room = room;
        this.lifecycle = lifecycle;
        this.presenceNotices = presenceNotices;
        this.eventLog = eventLog;
        this.resend = resend;
        this.turns = turns;
        eventLog.afterEachCommit(this::admitWaiting); // the end of a turn may start other turns
    }

    /** The reply comes once the message is stored. Throws a {@link Refusal}, or fails with it. */
    Future<RoomReply> say(RoomCommand.Say command) {
        return inOrder(() -> room.mustWait(command), () -> admit(command));
    }

    /** The same for a custom event. */
    Future<RoomReply> emit(RoomCommand.Emit command) {
        return inOrder(() -> false, () -> admit(command));
    }

    private Future<RoomReply> inOrder(BooleanSupplier mustWait, Supplier<Future<RoomReply>> admission) {
        if (waiting.isEmpty() && !mustWait.getAsBoolean()) {
            return admission.get();
        }
        if (waiting.size() >= WAITING_MAX) {
            throw Code.OVERLOADED.refuse("too many messages of this room wait for the store", RETRY_AFTER_MS);
        }
        Waiting last = new Waiting(mustWait, admission, Promise.promise());
        waiting.add(last);
        return last.reply().future();
    }

    private void admitWaiting() {
        while (!waiting.isEmpty()
                && (lifecycle.isLeaving() || !waiting.peek().mustWait().getAsBoolean())) {
            Waiting next = waiting.poll();
            if (lifecycle.isLeaving()) {
                next.reply().fail(RoomLifecycle.refusal());
            } else {
                try {
                    next.admission().get().onComplete(next.reply());
                } catch (Refusal refusal) {
                    next.reply().fail(refusal);
                }
            }
        }
    }

    private Future<RoomReply> admit(RoomCommand.Say command) {
        Supplier<String> digest = command.content()::digest;
        if (arrivalOrder.isOvertaken(command.by(), command.order())) {
            return overtaken(command.by(), command.id(), digest.get());
        }
        presenceNotices.stopTyping(command.by().author().id());
        Commit commit;
        try {
            commit = room.say(command, settings.clock().millis(), System.nanoTime());
        } catch (Refusal refusal) {
            return resend.replyOr(refusal, command.by(), command.id(), digest.get());
        }
        arrivalOrder.onAdmitted(command.by(), command.order());
        return eventLog.commit(commit, () -> room.notStored(commit, command))
                .compose(committed -> reply(commit, committed))
                .onComplete(done -> {
                    turns.proceed(commit);
                    admitWaiting();
                });
    }

    private Future<RoomReply> admit(RoomCommand.Emit command) {
        Submission event = Submission.of(command);
        SendOrder order = command.order();
        if (arrivalOrder.isOvertaken(event.by(), order)) {
            return overtaken(event.by(), event.id(), event.digest());
        }
        presenceNotices.stopTyping(event.by().author().id());
        Commit commit;
        try {
            commit = room.submit(event, settings.clock().millis(), System.nanoTime());
        } catch (Refusal refusal) {
            return resend.replyOr(refusal, event.by(), event.id(), event.digest());
        }
        arrivalOrder.onAdmitted(event.by(), order);
        return eventLog.commit(commit, () -> room.notStored(commit))
                .compose(committed -> StoredReplies.of(commit, committed, event::refusal));
    }

    /** To store it now would break its sender's order; whether it was stored before, the store knows. */
    private Future<RoomReply> overtaken(Speaker by, String id, String digest) {
        Refusal notStored = RoomLifecycle.refusal();
        return resend.find(notStored, by, id, digest)
                .recover(e ->
                        e == notStored ? Future.succeededFuture(new RoomReply.Overtaken()) : Future.failedFuture(e));
    }

    private Future<RoomReply> reply(Commit commit, Committed committed) {
        if (committed instanceof Committed.Stored) {
            turns.start(commit);
        }
        return committed instanceof Committed.Refused
                ? lifecycle.leaveAndRefuse(LeaveReason.FENCED, committed + " for a message")
                : StoredReplies.of(commit, committed, code -> code.refuse("the message was not stored"));
    }
}
