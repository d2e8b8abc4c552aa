package dev.parley.room;

import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.model.RoomOptions;
import dev.parley.room.audience.PresenceNotices;
import dev.parley.room.audience.RollCall;
import dev.parley.room.lifecycle.RoomLifecycle;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.room.log.EventLog;
import dev.parley.room.log.OverloadRetry;
import dev.parley.room.log.Resend;
import dev.parley.room.rules.Room;
import dev.parley.room.turn.Turns;
import dev.parley.store.Append;
import dev.parley.store.Appended;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What each command does to a room. A {@link Refusal}, thrown or in the future, is for the sender and leaves the room as
 * it was; anything else is our fault. On the room's context.
 */
final class RoomCommands implements RoomCommand.Handler<Future<RoomReply>> {
    private static final int CONFIGURING_MAX = 16;
    private static final int HELD_MAX = 256;
    private static final long RETRY_AFTER_MS = 1000;

    private final RoomSettings settings;
    private final Room room;
    private final RoomLifecycle roomLifecycle;
    private final RollCall rollCall;
    private final PresenceNotices presenceNotices;
    private final EventLog eventLog;
    private final Turns turns;
    /** What was said behind a prompt of which it is not known yet whether it starts an answer; in its order. */
    private final Deque<Held> held = new ArrayDeque<>();

    private Future<?> configured = Future.succeededFuture();
    private int configuring;

    RoomCommands(
            RoomSettings settings,
            Room room,
            RoomLifecycle roomLifecycle,
            RollCall rollCall,
            PresenceNotices presenceNotices,
            EventLog eventLog,
            Turns turns) {
        this.settings = settings;
        this.room = room;
        this.roomLifecycle = roomLifecycle;
        this.rollCall = rollCall;
        this.presenceNotices = presenceNotices;
        this.eventLog = eventLog;
        this.turns = turns;
        eventLog.whenSettled(this::sayHeld); // an answer's end may start other answers
    }

    @Override
    public Future<RoomReply> enter(RoomCommand.Enter command) {
        roomLifecycle.touch();
        rollCall.entered(command.gateway());
        presenceNotices.enter(command.here(), command.gateway());
        settings.tokens()
                .expect(command.here().who().id(), room.name(), settings.clock().millis());
        return Future.succeededFuture(room.entered());
    }

    @Override
    public Future<RoomReply> leave(RoomCommand.Leave command) {
        roomLifecycle.touch();
        presenceNotices.leave(command.here(), command.gateway());
        return done();
    }

    @Override
    public Future<RoomReply> present(RoomCommand.Present command) {
        rollCall.answer(command);
        return done();
    }

    @Override
    public Future<RoomReply> reload(RoomCommand.Reload command) {
        if (command.epoch() == room.epoch() && command.seq() < room.seq()) {
            roomLifecycle.wentBack(
                    command.seq(), "the store went back from seq " + room.seq() + " to " + command.seq());
        }
        return done();
    }

    @Override
    public Future<RoomReply> who(RoomCommand.Who command) {
        roomLifecycle.touch();
        return Future.succeededFuture(new RoomReply.Present(
                room.presence().first(settings.limits().members()),
                room.presence().count()));
    }

    @Override
    public Future<RoomReply> type(RoomCommand.Type command) {
        roomLifecycle.touch();
        presenceNotices.type(command.user(), command.on());
        return done();
    }

    @Override
    public Future<RoomReply> say(RoomCommand.Say command) {
        roomLifecycle.touch();
        if (held.isEmpty() && !room.mustWait(command)) {
            return sayNow(command);
        }
        if (held.size() >= HELD_MAX) {
            throw Code.OVERLOADED.refuse("too many messages of this room wait for the store", RETRY_AFTER_MS);
        }
        Held waiting = new Held(command, Promise.promise());
        held.add(waiting);
        return waiting.reply().future();
    }

    /** Something that was said is stored, or not. */
    private void sayHeld() {
        while (!held.isEmpty()
                && (roomLifecycle.isLeaving() || !room.mustWait(held.peek().command()))) {
            Held next = held.poll();
            if (roomLifecycle.isLeaving()) {
                next.reply().fail(RoomLifecycle.moving());
            } else {
                try {
                    sayNow(next.command()).onComplete(next.reply());
                } catch (Refusal refusal) {
                    next.reply().fail(refusal);
                }
            }
        }
    }

    private record Held(RoomCommand.Say command, Promise<RoomReply> reply) {}

    private Future<RoomReply> sayNow(RoomCommand.Say command) {
        presenceNotices.said(command.by().author().id());
        Append append;
        try {
            append = room.say(command, settings.clock().millis(), System.nanoTime());
        } catch (Refusal refusal) {
            if (command.id() != null && refusal.code() == Code.RATE_LIMITED && room.callsAssistants(command)) {
                return Resend.answer(settings.store(), room.name(), command, refusal);
            }
            throw refusal;
        }
        return eventLog.append(append, () -> room.notStored(append, command))
                .compose(appended -> said(command, append, appended))
                .onComplete(done -> {
                    turns.proceed(append);
                    sayHeld();
                });
    }

    private Future<RoomReply> said(RoomCommand.Say command, Append append, Appended appended) {
        if (appended instanceof Appended.Stored stored) {
            turns.start(append);
            return stored(append.id(), stored.seq(), append.ts(), false);
        }
        room.notStored(append, command);
        if (appended instanceof Appended.Duplicate first) {
            return first.same()
                    ? stored(append.id(), first.seq(), first.ts(), true)
                    : Future.failedFuture(Code.CONFLICT.refuse("this id was used for another message"));
        }
        return roomLifecycle.fail(appended + " for a message");
    }

    @Override
    public Future<RoomReply> cancel(RoomCommand.Cancel command) {
        roomLifecycle.touch();
        return turns.cancel(room.cancel(command));
    }

    @Override
    public Future<RoomReply> approve(RoomCommand.Approve command) {
        roomLifecycle.touch();
        return turns.approvals().decide(room.approve(command), command);
    }

    /** One after the other: what is in force is what was stored last. */
    @Override
    public Future<RoomReply> configure(RoomCommand.Configure command) {
        roomLifecycle.touch();
        room.configure(command);
        if (configuring >= CONFIGURING_MAX) {
            throw Code.OVERLOADED.refuse("too many changes of this room wait for the store", RETRY_AFTER_MS);
        }
        configuring++;
        Future<RoomReply> done = configured.transform(before -> set(command.options()));
        configured = done.onComplete(v -> configuring--);
        return done;
    }

    private Future<RoomReply> set(RoomOptions options) {
        return settings.store()
                .configure(room.name(), room.epoch(), options)
                .recover(e -> OverloadRetry.isOverloaded(e)
                        ? Future.failedFuture(e)
                        : roomLifecycle.fail("what is set for the room was not stored: " + e))
                .compose(kept -> {
                    if (!kept) {
                        return roomLifecycle.fail("another owner of the room");
                    }
                    room.configured(options);
                    return done();
                });
    }

    private static Future<RoomReply> done() {
        return Future.succeededFuture(new RoomReply.Done(0));
    }

    private static Future<RoomReply> stored(String id, long seq, long ts, boolean duplicate) {
        return Future.succeededFuture(new RoomReply.Stored(id, seq, ts, duplicate));
    }
}
