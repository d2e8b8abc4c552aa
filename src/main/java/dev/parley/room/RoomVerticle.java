package dev.parley.room;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.bus.Bus;
import dev.parley.bus.Exchange;
import dev.parley.bus.Refusal;
import dev.parley.bus.Subscription;
import dev.parley.protocol.Addresses;
import dev.parley.protocol.AiReply;
import dev.parley.protocol.Code;
import dev.parley.protocol.Event;
import dev.parley.protocol.GatewayEvent;
import dev.parley.protocol.RoomCommand;
import dev.parley.protocol.RoomReply;
import dev.parley.protocol.ServerFrame;
import dev.parley.store.Append;
import dev.parley.store.Appended;
import dev.parley.store.Claim;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One room at its address: the shell around {@link Room} that gives it a store, a bus and timers. The way of a message:
 * rules → append → after the commit: to the gateways, and the answer to the sender.
 *
 * <p>It starts with a roll call: gateways know who is connected, a room only caches it. It ends when it was idle, or when
 * an append failed: then everybody who waits hears {@code unavailable} and the next command loads the room anew.
 */
final class RoomVerticle extends VerticleBase implements RoomCommand.Handler<Future<RoomReply>>, AnswerChain.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(RoomVerticle.class);
    /** After it was announced that a room leaves memory, commands under way still arrive for so long. */
    private static final long GRACE_MS = 300;

    private static final Set<Code> NOTHING_WRITTEN = EnumSet.of(Code.OVERLOADED, Code.INTERNAL);

    private final RoomSettings settings;
    private final Claim claim;
    private final Residence residence;
    private final Bus bus;
    private final Room room;
    private Broadcaster broadcaster;
    private Subscription subscription;
    private Promise<Void> rollCall;
    private int answeredRollCall;
    private boolean presenceTimerSet;
    private boolean typingTimerSet;
    private long usedAt;

    RoomVerticle(RoomSettings settings, String name, Claim claim, Residence residence) {
        this.settings = settings;
        this.claim = claim;
        this.residence = residence;
        this.bus = settings.bus();
        this.room = new Room(
                name,
                claim,
                settings.limits(),
                settings.rooms(),
                settings.assistants(),
                settings.quota(),
                settings.ids());
    }

    @Override
    public Future<?> start() {
        usedAt = now();
        rollCall = Promise.promise();
        broadcaster = new Broadcaster(bus, room, context);
        subscription = bus.serve(Addresses.room(room.name()), this::handle);
        bus.publish(Addresses.GATEWAYS, new GatewayEvent.RollCall(room.name(), room.epoch(), room.seq()));
        long impatience = vertx.setTimer(settings.rooms().rollCall().toMillis(), t -> rollCall.tryComplete());
        long idleMs = settings.rooms().idleTimeout().toMillis();
        return rollCall.future().onSuccess(v -> {
            vertx.cancelTimer(impatience);
            vertx.setPeriodic(Math.max(1, idleMs / 2), t -> sleepIfIdle(idleMs));
            resumeAnswers();
        });
    }

    private void handle(Exchange<RoomCommand, RoomReply> exchange) {
        if (residence.isLeaving() && !(exchange.body() instanceof RoomCommand.Present)) {
            exchange.refuse(moving());
            return;
        }
        Future<RoomReply> reply;
        try {
            reply = exchange.body().handledBy(this);
        } catch (Refusal refusal) {
            exchange.refuse(refusal);
            return;
        } catch (RuntimeException e) {
            exchange.refuse(broken(e));
            return;
        }
        reply.onComplete(done -> {
            if (done.succeeded()) {
                exchange.answer(done.result());
            } else {
                exchange.refuse(done.cause() instanceof Refusal refusal ? refusal : broken(done.cause()));
            }
        });
    }

    /** Our fault: what the room holds in memory may be wrong, so it is loaded anew. */
    private Refusal broken(Throwable failure) {
        LOG.error("room {}: a command was not handled", room.name(), failure);
        failNow("a command was not handled");
        return moving();
    }

    private static Refusal moving() {
        return Code.UNAVAILABLE.refuse("the room is being loaded anew: send it again with the same id");
    }

    @Override
    public Future<RoomReply> enter(RoomCommand.Enter command) {
        touch();
        room.presence().enter(command.here(), command.gateway());
        announcePresence();
        broadcaster.flush();
        return Future.succeededFuture(room.entered());
    }

    @Override
    public Future<RoomReply> leave(RoomCommand.Leave command) {
        touch();
        room.presence().leave(command.here(), command.gateway());
        announcePresence();
        return done(0);
    }

    @Override
    public Future<RoomReply> present(RoomCommand.Present command) {
        if (command.epoch() == room.epoch()) {
            room.presence().recall(command.gateway(), command.here());
            answeredRollCall++;
            if (rollCall.future().isComplete()) {
                broadcaster.tellPosition(command.gateway());
            } else if (answeredRollCall >= settings.gateways()) {
                rollCall.complete();
            }
        }
        return done(0);
    }

    @Override
    public Future<RoomReply> who(RoomCommand.Who command) {
        touch();
        return Future.succeededFuture(new RoomReply.Present(
                room.presence().first(settings.limits().members()),
                room.presence().count()));
    }

    @Override
    public Future<RoomReply> type(RoomCommand.Type command) {
        touch();
        if (room.typists().set(command.user(), command.on(), now())) {
            tellTyping(command.user(), command.on());
        }
        watchTyping();
        return done(0);
    }

    @Override
    public Future<RoomReply> say(RoomCommand.Say command) {
        touch();
        if (room.typists().set(command.by().author().id(), false, now())) {
            tellTyping(command.by().author().id(), false);
        }
        Append append = room.say(command, settings.clock().millis(), System.nanoTime());
        return settings.store()
                .append(append)
                .recover(e -> notStored(e, append, command))
                .compose(appended -> {
                    if (appended instanceof Appended.Stored stored) {
                        announce(append, stored.seq());
                        startAnswers(append, command.content().text());
                        return stored(append.id(), stored.seq(), append.ts(), false);
                    }
                    room.notStored(append, command);
                    if (appended instanceof Appended.Duplicate first) {
                        return first.same()
                                ? stored(append.id(), first.seq(), first.ts(), true)
                                : Future.failedFuture(Code.CONFLICT.refuse("this id was used for another message"));
                    }
                    return fail(appended + " for a message");
                });
    }

    @Override
    public Future<RoomReply> cancel(RoomCommand.Cancel command) {
        touch();
        Answer answer = room.cancel(command);
        return end(answer, AiReply.Reason.CANCELLED, null, null);
    }

    @Override
    public void said(Answer answer, String text) {
        if (residence.isLeaving()) {
            answer.end();
            return;
        }
        touch();
        tellChunk(answer, answer.say(text), text);
    }

    @Override
    public void ended(Answer answer, AiReply.Reason reason, AiReply.Usage usage, String error) {
        if (!residence.isLeaving()) {
            end(answer, reason, usage, error)
                    .onFailure(e -> LOG.warn("room {}: the end of an answer was not stored", room.name()));
        }
    }

    private Future<RoomReply> end(Answer answer, AiReply.Reason reason, AiReply.Usage usage, String error) {
        Append append =
                room.ended(answer, reason, usage, error, settings.clock().millis());
        return settings.store().append(append).recover(this::unknown).compose(appended -> {
            if (appended instanceof Appended.Stored stored) {
                announce(append, stored.seq());
                return done(stored.seq());
            }
            room.wasOver(append);
            return appended instanceof Appended.TurnOver
                    ? Future.failedFuture(Code.NOT_FOUND.refuse("that answer is over"))
                    : fail(appended + " for an answer's end");
        });
    }

    /** Of these two nothing was written; after any other failure only the store knows what it holds. */
    private Future<Appended> notStored(Throwable failure, Append append, RoomCommand.Say command) {
        if (failure instanceof Refusal refusal && NOTHING_WRITTEN.contains(Code.of(refusal))) {
            room.notStored(append, command);
            return Future.failedFuture(refusal);
        }
        return unknown(failure);
    }

    private Future<Appended> unknown(Throwable failure) {
        return fail("an append failed: " + (failure instanceof Refusal refusal ? refusal.text() : failure.toString()));
    }

    /** Announces what was committed. */
    private void announce(Append append, long seq) {
        if (seq != room.seq() + 1) {
            // The fence makes this impossible; if it happened, clients repair the hole from the store.
            LOG.error("room {}: the store gave seq {} after {}", room.name(), seq, room.seq());
        }
        Event event = room.stored(append, seq);
        broadcaster.durable(seq, ServerFrame.of(event));
    }

    private void startAnswers(Append append, String prompt) {
        if (!append.starts().isEmpty() && residence.isLeaving()) {
            residence.fail(true); // this room answers no more: the next one does
        } else if (!append.starts().isEmpty()) {
            List<String> started =
                    append.starts().stream().map(turn -> turn.id()).toList();
            room.answers().stream()
                    .filter(answer -> started.contains(answer.turn().id()))
                    .forEach(answer -> startAnswer(answer, prompt));
        }
    }

    private void startAnswer(Answer answer, String prompt) {
        tellChunk(answer, 0, "");
        new AnswerChain(bus, answer, settings.ai().heartbeat(), this).ask(prompt);
    }

    /** Answers that were in progress when the room's last owner died start again. */
    private void resumeAnswers() {
        for (Answer answer : room.answers()) {
            settings.store()
                    .eventsAfter(room.name(), answer.turn().promptSeq() - 1, 1)
                    .onSuccess(found -> resumeAnswer(answer, found))
                    .onFailure(e -> failNow("the prompt of an unfinished answer could not be read"));
        }
    }

    private void resumeAnswer(Answer answer, List<Event> found) {
        if (!answer.isRunning()) {
            return; // it was cancelled meanwhile
        }
        if (found.isEmpty() || found.get(0).seq() != answer.turn().promptSeq()) {
            ended(answer, AiReply.Reason.FAILED, null, "the message to be answered is gone");
        } else {
            startAnswer(answer, new JsonObject(found.get(0).body()).getString("text"));
        }
    }

    private void tellChunk(Answer answer, int offset, String text) {
        broadcaster.passing(new ServerFrame.Chunk(
                room.name(),
                answer.turn().id(),
                answer.turn().assistant(),
                answer.turn().attempt(),
                offset,
                text));
    }

    private void tellTyping(String user, boolean on) {
        broadcaster.passingExcept(user, new ServerFrame.Typing(room.name(), user, on));
    }

    private void watchTyping() {
        if (!typingTimerSet && !room.typists().isEmpty()) {
            typingTimerSet = true;
            vertx.setTimer(Math.max(1, room.typists().next() - now()), t -> {
                typingTimerSet = false;
                room.typists().lapsed(now()).forEach(user -> tellTyping(user, false));
                watchTyping();
            });
        }
    }

    private void announcePresence() {
        if (!presenceTimerSet && room.presence().hasNews()) {
            presenceTimerSet = true;
            vertx.setTimer(settings.rooms().presenceBatch().toMillis(), t -> {
                presenceTimerSet = false;
                tellPresence(room.presence().takeNews());
            });
        }
    }

    private void tellPresence(Presence.Changes news) {
        if (!news.joined().isEmpty()) {
            broadcaster.passing(new ServerFrame.Joined(room.name(), news.joined()));
        }
        if (!news.gone().isEmpty()) {
            broadcaster.passing(new ServerFrame.Gone(room.name(), news.gone()));
        }
    }

    private void touch() {
        usedAt = now();
        // A command that was under way when the room announced its sleep wakes it.
        residence.stay();
    }

    private void sleepIfIdle(long idleMs) {
        if (now() - usedAt >= idleMs && !room.isBusy() && residence.doze()) {
            announceSleep();
            vertx.setTimer(GRACE_MS, t -> {
                if (residence.leaveIfDrowsy()) {
                    undeploy();
                }
            });
        }
    }

    private void announceSleep() {
        bus.publish(
                Addresses.GATEWAYS,
                new GatewayEvent.Asleep(
                        room.name(), room.epoch(), room.presence().count()));
    }

    private <T> Future<T> fail(String why) {
        failNow(why);
        return Future.failedFuture(moving());
    }

    private void failNow(String why) {
        // What is under way may be stored: those who are here learn of it from the next one's roll call.
        if (residence.fail(room.hasAnswers() || room.presence().count() > 0)) {
            LOG.warn("room {} (epoch {}) is loaded anew: {}", room.name(), room.epoch(), why);
            room.answers().forEach(Answer::end);
            tellPresence(room.presence().takeNews());
            announceSleep();
            vertx.setTimer(GRACE_MS, t -> undeploy());
        }
    }

    @CanIgnoreReturnValue
    private Future<Void> undeploy() {
        return settings.store()
                .release(room.name(), claim.epoch())
                .otherwiseEmpty()
                .compose(v -> vertx.undeploy(deploymentID()))
                .onComplete(v -> residence.isGone());
    }

    @Override
    public Future<?> stop() {
        return subscription.cancel();
    }

    /** Monotonic milliseconds. */
    private static long now() {
        return System.nanoTime() / 1_000_000;
    }

    private static Future<RoomReply> done(long seq) {
        return Future.succeededFuture(new RoomReply.Done(seq));
    }

    private static Future<RoomReply> stored(String id, long seq, long ts, boolean duplicate) {
        return Future.succeededFuture(new RoomReply.Stored(id, seq, ts, duplicate));
    }
}
