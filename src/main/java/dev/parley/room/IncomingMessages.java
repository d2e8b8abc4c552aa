package dev.parley.room;

import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.room.audience.PresenceNotices;
import dev.parley.room.lifecycle.LeaveReason;
import dev.parley.room.lifecycle.RoomLifecycle;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.room.log.EventLog;
import dev.parley.room.log.Resend;
import dev.parley.room.rules.ArrivalOrder;
import dev.parley.room.rules.Room;
import dev.parley.room.turn.Turns;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The way of a message through its room: the rules admit it, the log stores it, the turns that it starts begin, its
 * sender gets a reply.
 *
 * <p>A message waits while the rules cannot decide about it, see {@link Room#mustWait}; those behind it wait too, so
 * that their order stays. A {@link Refusal} is for the sender and leaves the room as it was. On the room's context; at
 * most {@link #WAITING_MAX} messages wait.
 */
final class IncomingMessages {
    private static final int WAITING_MAX = 256;
    private static final long RETRY_AFTER_MS = 1000;

    private final RoomSettings settings;
    private final Room room;
    private final RoomLifecycle lifecycle;
    private final PresenceNotices presenceNotices;
    private final EventLog eventLog;
    private final Turns turns;
    private final ArrivalOrder arrivalOrder = new ArrivalOrder();
    private final Deque<Waiting> waiting = new ArrayDeque<>(1);

    private record Waiting(RoomCommand.Say command, Promise<RoomReply> reply) {}

    IncomingMessages(
            RoomSettings settings,
            Room room,
            RoomLifecycle lifecycle,
            PresenceNotices presenceNotices,
            EventLog eventLog,
            Turns turns) {
        this.settings = settings;
        this.room = room;
        this.lifecycle = lifecycle;
        this.presenceNotices = presenceNotices;
        this.eventLog = eventLog;
        this.turns = turns;
        eventLog.afterEachCommit(this::admitWaiting); // the end of a turn may start other turns
    }

    /** The reply comes once the message is stored. Throws a {@link Refusal}, or fails with it. */
    Future<RoomReply> say(RoomCommand.Say command) {
        if (waiting.isEmpty() && !room.mustWait(command)) {
            return admit(command);
        }
        if (waiting.size() >= WAITING_MAX) {
            throw Code.OVERLOADED.refuse("too many messages of this room wait for the store", RETRY_AFTER_MS);
        }
        Waiting last = new Waiting(command, Promise.promise());
        waiting.add(last);
        return last.reply().future();
    }

    private void admitWaiting() {
        while (!waiting.isEmpty()
                && (lifecycle.isLeaving() || !room.mustWait(waiting.peek().command()))) {
            Waiting next = waiting.poll();
            if (lifecycle.isLeaving()) {
                next.reply().fail(RoomLifecycle.refusal());
            } else {
                try {
                    admit(next.command()).onComplete(next.reply());
                } catch (Refusal refusal) {
                    next.reply().fail(refusal);
                }
            }
        }
    }

    private Future<RoomReply> admit(RoomCommand.Say command) {
        if (arrivalOrder.isOvertaken(command)) {
            return overtaken(command);
        }
        presenceNotices.stopTyping(command.by().author().id());
        Commit commit;
        try {
            commit = room.say(command, settings.clock().millis(), System.nanoTime());
        } catch (Refusal refusal) {
            if (command.id() != null && refusal.code() == Code.RATE_LIMITED && room.callsAssistants(command)) {
                return Resend.reply(settings.store().history(), room.name(), command, refusal);
            }
            throw refusal;
        }
        arrivalOrder.onAdmitted(command);
        return eventLog.commit(commit, () -> room.notStored(commit, command))
                .compose(committed -> reply(commit, committed))
                .onComplete(done -> {
                    turns.proceed(commit);
                    admitWaiting();
                });
    }

    /** To store it now would break its sender's order; whether it was stored before, the store knows. */
    private Future<RoomReply> overtaken(RoomCommand.Say command) {
        Refusal notStored = RoomLifecycle.refusal();
        return Resend.reply(settings.store().history(), room.name(), command, notStored)
                .recover(e ->
                        e == notStored ? Future.succeededFuture(new RoomReply.Overtaken()) : Future.failedFuture(e));
    }

    private Future<RoomReply> reply(Commit commit, Committed committed) {
        String id = commit.event().id();
        if (committed instanceof Committed.Stored stored) {
            turns.start(commit);
            return stored(id, stored.first(), commit.ts(), false);
        }
        if (committed instanceof Committed.Duplicate first) {
            return first.same()
                    ? stored(id, first.seq(), first.ts(), true)
                    : Future.failedFuture(Code.CONFLICT.refuse("this id was used for another message"));
        }
        return lifecycle.leaveAndRefuse(LeaveReason.FENCED, committed + " for a message");
    }

    private static Future<RoomReply> stored(String id, long seq, long ts, boolean duplicate) {
        return Future.succeededFuture(new RoomReply.Stored(id, seq, ts, duplicate));
    }
}
