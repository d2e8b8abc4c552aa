package dev.parley.room;

import dev.parley.bus.Refusal;
import dev.parley.cluster.Ring;
import dev.parley.config.AssistantConfig.Overlap;
import dev.parley.protocol.AiCommand;
import dev.parley.protocol.AiReply;
import dev.parley.protocol.Code;
import dev.parley.protocol.Event;
import dev.parley.protocol.RoomReply;
import dev.parley.protocol.ServerFrame;
import dev.parley.protocol.ToolCall;
import dev.parley.protocol.Turn;
import dev.parley.store.Append;
import dev.parley.store.Appended;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answers of a room from their start to their end, and on from where they were when the room's last owner or the node
 * of an AI verticle died. Every turn that was stored gets exactly one end, which the store decides. On the room's context.
 */
final class Turns implements AnswerChain.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);
    /** Before another node is asked: nobody gains from asking a cluster in which something just broke at once. */
    private static final long AGAIN_MS = 200;

    private static final String LOST_FOR_GOOD = "the assistant was lost again and again";

    private final Vertx vertx;
    private final RoomSettings settings;
    private final Room room;
    private final Broadcaster broadcaster;
    private final Lifetime lifetime;
    private final Ledger ledger;
    private final TurnLog log;
    private final Approvals approvals;

    Turns(Vertx vertx, RoomSettings settings, Room room, Broadcaster broadcaster, Lifetime lifetime, Ledger ledger) {
        this.vertx = vertx;
        this.settings = settings;
        this.room = room;
        this.broadcaster = broadcaster;
        this.lifetime = lifetime;
        this.ledger = ledger;
        this.log = new TurnLog(
                settings.store(),
                lifetime,
                new Retry(vertx, lifetime),
                settings.ai().checkpointEvery().toMillis());
        this.approvals = new Approvals(vertx, settings.clock(), log, lifetime::touch, this::tellCall, this::decided);
    }

    Approvals approvals() {
        return approvals;
    }

    /** Announces the answers to a message that was stored, and starts those whose turn it is. */
    void start(Append append) {
        if (!append.starts().isEmpty() && lifetime.isLeaving()) {
            lifetime.leaveUnfinished(); // this room answers no more: the next one does
            return;
        }
        for (Turn started : append.starts()) {
            Answer answer = room.answers().get(started.id());
            if (answer != null) { // else it was stopped before we heard of it
                announce(answer);
                if (room.overlap(started.assistant()) == Overlap.LATEST) {
                    stopOthers(answer);
                }
                runNext(started.assistant());
            }
        }
    }

    /** A message that was merged into an answer that waits is settled: that answer may start. */
    void proceed(Append append) {
        room.unmerge(append).forEach(this::runNext);
    }

    private void stopOthers(Answer latest) {
        for (Answer other : room.answers().of(latest.turn().assistant())) {
            if (other != latest) {
                end(other, AiReply.Reason.CANCELLED, null, null)
                        .onFailure(e -> LOG.warn("room {}: an answer was not stopped", room.name()));
            }
        }
    }

    /** Answers that were in progress when the room's last owner died go on. */
    void resume() {
        for (Answer answer : room.answers().all()) {
            announce(answer);
            approvals.watch(answer);
        }
        room.answers().all().forEach(answer -> runNext(answer.turn().assistant()));
    }

    private void announce(Answer answer) {
        tellChunk(answer, 0, answer.content());
        answer.steps().forEach(step -> step.calls().forEach(call -> tellCall(answer, call)));
    }

    private void runNext(String assistant) {
        if (!lifetime.isLeaving()) {
            room.next(assistant).ifPresent(this::run);
        }
    }

    private void run(Answer answer) {
        if (answer.begun() >= settings.ai().attempts()) {
            tellChunk(answer, answer.say(answer.checkpoint()), answer.checkpoint());
            ended(answer, AiReply.Reason.FAILED, null, LOST_FOR_GOOD);
            return;
        }
        boolean first = answer.begun() == 0 && answer.steps().isEmpty();
        int run = answer.begin();
        // That it is begun again is kept, so that a prompt that kills nodes is not begun for ever.
        Future<Void> kept = first ? Future.succeededFuture() : log.keep(answer);
        kept.compose(v -> prompt(answer)).onSuccess(prompt -> {
            if (prompt != null && answer.isInRun(run)) {
                ask(answer, run, prompt);
            }
        });
    }

    /** What is to be answered; null when the answer ended because there is nothing. */
    private Future<String> prompt(Answer answer) {
        if (answer.prompt() != null) {
            return Future.succeededFuture(answer.prompt());
        }
        long seq = answer.turn().promptSeq();
        return settings.store()
                .eventsAfter(room.name(), seq - 1, 1)
                .recover(e -> lifetime.fail("the prompt of an unfinished answer could not be read"))
                .map(found -> text(answer, seq, found));
    }

    private String text(Answer answer, long seq, List<Event> found) {
        if (!found.isEmpty() && found.get(0).seq() == seq) {
            return new JsonObject(found.get(0).body()).getString("text");
        }
        if (!answer.isEnding()) {
            ended(answer, AiReply.Reason.FAILED, null, "the message to be answered is gone");
        }
        return null;
    }

    private void ask(Answer answer, int run, String prompt) {
        boolean all = room.overlap(answer.turn().assistant()) == Overlap.MERGE;
        new AnswerChain(
                        settings.bus(),
                        nodeFor(answer),
                        answer,
                        run,
                        settings.ai().heartbeat(),
                        this)
                .ask(new AiCommand.Ask(answer.turn(), prompt, room.seq(), all, answer.steps()));
    }

    /** Answers are spread over the nodes; one where this answer was lost is asked only when there is no other. */
    private String nodeFor(Answer answer) {
        Set<String> nodes = new TreeSet<>(settings.membership().view().ring().nodes());
        nodes.removeAll(answer.lostNodes());
        String self = settings.membership().node();
        return new Ring(nodes).owner(answer.turn().id()).orElse(self);
    }

    @Override
    public void said(Answer answer, String text) {
        if (lifetime.isLeaving()) {
            answer.end();
            return;
        }
        lifetime.touch();
        tellChunk(answer, answer.say(text), text);
        log.checkpoint(answer);
    }

    @Override
    public Future<Void> called(Answer answer, AiReply.Calls wanted) {
        if (lifetime.isLeaving()) {
            return Future.failedFuture(Lifetime.moving());
        }
        lifetime.touch();
        long expiresAt = settings.clock().millis()
                + settings.ai().tools().approvalTimeout().toMillis();
        List<ToolCall> calls = answer.called(wanted, expiresAt);
        return log.keep(answer).onSuccess(v -> {
            calls.forEach(call -> tellCall(answer, call));
            approvals.watch(answer);
        });
    }

    @Override
    public Future<Void> settled(Answer answer, AiReply.Settled settled) {
        if (lifetime.isLeaving()) {
            return Future.failedFuture(Lifetime.moving());
        }
        lifetime.touch();
        ToolCall call = answer.settle(settled.call());
        return log.keep(answer).onSuccess(v -> tellCall(answer, call));
    }

    @Override
    public void waits(Answer answer) {
        if (answer.waitingCalls().isEmpty()) { // decided meanwhile
            answer.goOn();
        } else {
            answer.await();
            log.keep(answer).onFailure(e -> LOG.debug("room {}: an answer does not wait here", room.name()));
        }
        runNext(answer.turn().assistant());
    }

    /** All that a waiting answer waited for. */
    private void decided(Answer answer) {
        answer.goOn();
        runNext(answer.turn().assistant());
    }

    @Override
    public void lost(Answer answer, String node, Throwable failure) {
        boolean gone = !(failure instanceof Refusal refusal) || Code.of(refusal) == Code.UNAVAILABLE;
        if (!gone) {
            ended(answer, AiReply.Reason.FAILED, null, ((Refusal) failure).text());
        } else if (!lifetime.isLeaving()) {
            LOG.info("room {}: an answer was lost on {}, and starts again", room.name(), node);
            again(answer, node);
        }
    }

    private void again(Answer answer, String node) {
        if (answer.begun() >= settings.ai().attempts()) {
            ended(answer, AiReply.Reason.FAILED, null, LOST_FOR_GOOD);
            return;
        }
        Turn before = answer.turn();
        answer.rewind(node);
        log.keepAttempt(answer, before).onSuccess(v -> {
            announce(answer);
            vertx.setTimer(AGAIN_MS, t -> {
                if (!answer.isEnding()) {
                    answer.goOn();
                    runNext(answer.turn().assistant());
                }
            });
        });
    }

    @Override
    public void ended(Answer answer, AiReply.End end) {
        ended(answer, end.reason(), end.usage(), end.error());
    }

    private void ended(Answer answer, AiReply.Reason reason, AiReply.Usage usage, String error) {
        if (!lifetime.isLeaving()) {
            end(answer, reason, usage, error)
                    .onFailure(e -> LOG.warn("room {}: the end of an answer was not stored", room.name()));
        }
    }

    /** Stops an answer; done once that is stored. */
    Future<RoomReply> cancel(Answer answer) {
        return end(answer, AiReply.Reason.CANCELLED, null, null);
    }

    private Future<RoomReply> end(Answer answer, AiReply.Reason reason, AiReply.Usage usage, String error) {
        approvals.forget(answer);
        Append append =
                room.ended(answer, reason, usage, error, settings.clock().millis());
        return log.written(answer).compose(v -> ledger.append(append)).compose(appended -> {
            if (appended instanceof Appended.Stored stored) {
                start(append);
                runNext(answer.turn().assistant());
                return Future.succeededFuture(new RoomReply.Done(stored.seq()));
            }
            // Of an answer that ran here the store thinks otherwise: it alone knows what became of it.
            return lifetime.fail(appended + " for an answer's end");
        });
    }

    private void tellChunk(Answer answer, int offset, String text) {
        broadcaster.passing(new ServerFrame.Chunk(room.name(), answer.turn(), offset, text));
    }

    private void tellCall(Answer answer, ToolCall call) {
        broadcaster.passing(new ServerFrame.Tool(room.name(), answer.turn().id(), call));
    }
}
