package dev.parley.room.turn;

import dev.parley.cluster.Ring;
import dev.parley.config.AssistantConfig.Overlap;
import dev.parley.contract.ServerFrame;
import dev.parley.messages.AiCommand;
import dev.parley.messages.AiReply;
import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import dev.parley.model.EndReason;
import dev.parley.model.Event;
import dev.parley.model.Refusal;
import dev.parley.model.TokenUsage;
import dev.parley.model.ToolCall;
import dev.parley.model.Turn;
import dev.parley.room.audience.Broadcaster;
import dev.parley.room.lifecycle.RoomLifecycle;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.room.log.EventLog;
import dev.parley.room.log.OverloadRetry;
import dev.parley.room.rules.LiveTurn;
import dev.parley.room.rules.Room;
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
public final class Turns implements ReplyChain.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);
    /** Before another node is asked: nobody gains from asking a cluster in which something just broke at once. */
    private static final long AGAIN_MS = 200;

    private static final String LOST_FOR_GOOD = "the assistant was lost again and again";

    private final Vertx vertx;
    private final RoomSettings settings;
    private final Room room;
    private final Broadcaster broadcaster;
    private final RoomLifecycle roomLifecycle;
    private final EventLog eventLog;
    private final TurnLog log;
    private final Approvals approvals;

    public Turns(
            Vertx vertx,
            RoomSettings settings,
            Room room,
            Broadcaster broadcaster,
            RoomLifecycle roomLifecycle,
            EventLog eventLog) {
        this.vertx = vertx;
        this.settings = settings;
        this.room = room;
        this.broadcaster = broadcaster;
        this.roomLifecycle = roomLifecycle;
        this.eventLog = eventLog;
        this.log = new TurnLog(
                settings.store(),
                roomLifecycle,
                new OverloadRetry(vertx, roomLifecycle),
                settings.ai().checkpointEvery().toMillis());
        this.approvals =
                new Approvals(vertx, settings.clock(), log, roomLifecycle::touch, this::tellCall, this::decided);
    }

    public Approvals approvals() {
        return approvals;
    }

    /** Announces the answers to a message that was stored, and starts those whose turn it is. */
    public void start(Append append) {
        if (!append.starts().isEmpty() && roomLifecycle.isLeaving()) {
            roomLifecycle.leaveUnfinished(); // this room answers no more: the next one does
            return;
        }
        for (Turn started : append.starts()) {
            LiveTurn liveTurn = room.answers().get(started.id());
            if (liveTurn != null) { // else it was stopped before we heard of it
                announce(liveTurn);
                if (room.overlap(started.assistant()) == Overlap.LATEST) {
                    stopOthers(liveTurn);
                }
                runNext(started.assistant());
            }
        }
    }

    /** A message that was merged into an answer that waits is settled: that answer may start. */
    public void proceed(Append append) {
        room.unmerge(append).forEach(this::runNext);
    }

    private void stopOthers(LiveTurn latest) {
        for (LiveTurn other : room.answers().of(latest.turn().assistant())) {
            if (other != latest) {
                end(other, EndReason.CANCELLED, null, null)
                        .onFailure(e -> LOG.warn("room {}: an answer was not stopped", room.name()));
            }
        }
    }

    /** Answers that were in progress when the room's last owner died go on. */
    public void resume() {
        for (LiveTurn liveTurn : room.answers().all()) {
            announce(liveTurn);
            approvals.watch(liveTurn);
        }
        room.answers().all().forEach(liveTurn -> runNext(liveTurn.turn().assistant()));
    }

    private void announce(LiveTurn liveTurn) {
        tellChunk(liveTurn, 0, liveTurn.content());
        liveTurn.steps().forEach(step -> step.calls().forEach(call -> tellCall(liveTurn, call)));
    }

    private void runNext(String assistant) {
        if (!roomLifecycle.isLeaving()) {
            room.next(assistant).ifPresent(this::run);
        }
    }

    private void run(LiveTurn liveTurn) {
        if (liveTurn.begun() >= settings.ai().attempts()) {
            tellChunk(liveTurn, liveTurn.say(liveTurn.checkpoint()), liveTurn.checkpoint());
            ended(liveTurn, EndReason.FAILED, null, LOST_FOR_GOOD);
            return;
        }
        boolean first = liveTurn.begun() == 0 && liveTurn.steps().isEmpty();
        int run = liveTurn.begin();
        // That it is begun again is kept, so that a prompt that kills nodes is not begun for ever.
        Future<Void> kept = first ? Future.succeededFuture() : log.keep(liveTurn);
        kept.compose(v -> prompt(liveTurn)).onSuccess(prompt -> {
            if (prompt != null && liveTurn.isInRun(run)) {
                ask(liveTurn, run, prompt);
            }
        });
    }

    /** What is to be answered; null when the answer ended because there is nothing. */
    private Future<String> prompt(LiveTurn liveTurn) {
        if (liveTurn.prompt() != null) {
            return Future.succeededFuture(liveTurn.prompt());
        }
        long seq = liveTurn.turn().promptSeq();
        return settings.store()
                .eventsAfter(room.name(), seq - 1, 1)
                .recover(e -> roomLifecycle.fail("the prompt of an unfinished answer could not be read"))
                .map(found -> text(liveTurn, seq, found));
    }

    private String text(LiveTurn liveTurn, long seq, List<Event> found) {
        if (!found.isEmpty() && found.get(0).seq() == seq) {
            return new JsonObject(found.get(0).body()).getString("text");
        }
        if (!liveTurn.isEnding()) {
            ended(liveTurn, EndReason.FAILED, null, "the message to be answered is gone");
        }
        return null;
    }

    private void ask(LiveTurn liveTurn, int run, String prompt) {
        boolean all = room.overlap(liveTurn.turn().assistant()) == Overlap.MERGE;
        new ReplyChain(
                        settings.bus(),
                        nodeFor(liveTurn),
                        liveTurn,
                        run,
                        settings.ai().heartbeat(),
                        this)
                .ask(new AiCommand.Ask(liveTurn.turn(), prompt, room.seq(), all, liveTurn.steps()));
    }

    /** Answers are spread over the nodes; one where this answer was lost is asked only when there is no other. */
    private String nodeFor(LiveTurn liveTurn) {
        Set<String> nodes = new TreeSet<>(settings.membership().view().ring().nodes());
        nodes.removeAll(liveTurn.lostNodes());
        String self = settings.membership().node();
        return new Ring(nodes).owner(liveTurn.turn().id()).orElse(self);
    }

    @Override
    public void said(LiveTurn liveTurn, String text) {
        if (roomLifecycle.isLeaving()) {
            liveTurn.end();
            return;
        }
        roomLifecycle.touch();
        tellChunk(liveTurn, liveTurn.say(text), text);
        log.checkpoint(liveTurn);
    }

    @Override
    public Future<Void> called(LiveTurn liveTurn, AiReply.ToolsRequested wanted) {
        if (roomLifecycle.isLeaving()) {
            return Future.failedFuture(RoomLifecycle.moving());
        }
        roomLifecycle.touch();
        long expiresAt = settings.clock().millis()
                + settings.ai().tools().approvalTimeout().toMillis();
        List<ToolCall> calls = liveTurn.called(wanted, expiresAt);
        return log.keep(liveTurn).onSuccess(v -> {
            calls.forEach(call -> tellCall(liveTurn, call));
            approvals.watch(liveTurn);
        });
    }

    @Override
    public Future<Void> settled(LiveTurn liveTurn, AiReply.ToolEnded settled) {
        if (roomLifecycle.isLeaving()) {
            return Future.failedFuture(RoomLifecycle.moving());
        }
        roomLifecycle.touch();
        ToolCall call = liveTurn.settle(settled.call());
        return log.keep(liveTurn).onSuccess(v -> tellCall(liveTurn, call));
    }

    @Override
    public void waits(LiveTurn liveTurn) {
        if (liveTurn.waitingCalls().isEmpty()) { // decided meanwhile
            liveTurn.goOn();
        } else {
            liveTurn.await();
            log.keep(liveTurn).onFailure(e -> LOG.debug("room {}: an answer does not wait here", room.name()));
        }
        runNext(liveTurn.turn().assistant());
    }

    /** All that a waiting answer waited for. */
    private void decided(LiveTurn liveTurn) {
        liveTurn.goOn();
        runNext(liveTurn.turn().assistant());
    }

    @Override
    public void lost(LiveTurn liveTurn, String node, Throwable failure) {
        Refusal refusal = Refusal.of(failure, e -> Code.UNAVAILABLE.refuse("the node is gone"));
        if (refusal.code() != Code.UNAVAILABLE) {
            ended(liveTurn, EndReason.FAILED, null, refusal.text());
        } else if (!roomLifecycle.isLeaving()) {
            LOG.info("room {}: an answer was lost on {}, and starts again", room.name(), node);
            again(liveTurn, node);
        }
    }

    private void again(LiveTurn liveTurn, String node) {
        if (liveTurn.begun() >= settings.ai().attempts()) {
            ended(liveTurn, EndReason.FAILED, null, LOST_FOR_GOOD);
            return;
        }
        Turn before = liveTurn.turn();
        liveTurn.rewind(node);
        log.keepAttempt(liveTurn, before).onSuccess(v -> {
            announce(liveTurn);
            vertx.setTimer(AGAIN_MS, t -> {
                if (!liveTurn.isEnding()) {
                    liveTurn.goOn();
                    runNext(liveTurn.turn().assistant());
                }
            });
        });
    }

    @Override
    public void ended(LiveTurn liveTurn, AiReply.End end) {
        ended(liveTurn, end.reason(), end.usage(), end.error());
    }

    private void ended(LiveTurn liveTurn, EndReason reason, TokenUsage usage, String error) {
        if (!roomLifecycle.isLeaving()) {
            end(liveTurn, reason, usage, error)
                    .onFailure(e -> LOG.warn("room {}: the end of an answer was not stored", room.name()));
        }
    }

    /** Stops an answer; done once that is stored. */
    public Future<RoomReply> cancel(LiveTurn liveTurn) {
        return end(liveTurn, EndReason.CANCELLED, null, null);
    }

    private Future<RoomReply> end(LiveTurn liveTurn, EndReason reason, TokenUsage usage, String error) {
        approvals.forget(liveTurn);
        Append append =
                room.ended(liveTurn, reason, usage, error, settings.clock().millis());
        return log.written(liveTurn).compose(v -> eventLog.append(append)).compose(appended -> {
            if (appended instanceof Appended.Stored stored) {
                start(append);
                runNext(liveTurn.turn().assistant());
                return Future.succeededFuture(new RoomReply.Done(stored.seq()));
            }
            // Of an answer that ran here the store thinks otherwise: it alone knows what became of it.
            return roomLifecycle.fail(appended + " for an answer's end");
        });
    }

    private void tellChunk(LiveTurn liveTurn, int offset, String text) {
        broadcaster.passing(new ServerFrame.Chunk(room.name(), liveTurn.turn(), offset, text));
    }

    private void tellCall(LiveTurn liveTurn, ToolCall call) {
        broadcaster.passing(new ServerFrame.Tool(room.name(), liveTurn.turn().id(), call));
    }
}
