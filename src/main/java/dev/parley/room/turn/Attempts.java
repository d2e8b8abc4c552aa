package dev.parley.room.turn;

import dev.parley.cluster.ClusterLevel;
import dev.parley.cluster.Ring;
import dev.parley.config.AssistantConfig.Overlap;
import dev.parley.messages.AiCommand;
import dev.parley.messages.AiReply;
import dev.parley.model.Code;
import dev.parley.model.EndReason;
import dev.parley.model.Refusal;
import dev.parley.model.StateAccess;
import dev.parley.model.TokenUsage;
import dev.parley.model.ToolCall;
import dev.parley.model.Turn;
import dev.parley.room.lifecycle.RoomLifecycle;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.room.rules.LiveTurn;
import dev.parley.room.rules.Room;
import dev.parley.room.rules.TurnPrompt;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries a turn on the AI verticle of one node after another, until it ends, waits for a person, or was lost too often.
 *
 * <p>What the replies bring is stored, then sent to members. A step is begun at most {@code ai.attempts} times, so that
 * a prompt that kills nodes is not begun for ever. On the room's context; once the room leaves, nothing is begun or
 * ended here.
 */
final class Attempts implements ReplyChain.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    /**
     * The pause before another node is asked: nobody gains from asking at once a cluster in which something just broke.
     */
    private static final long NEXT_ATTEMPT_MS = 200;

    private static final String LOST_TOO_OFTEN = "the answer was restarted too often (ai.attempts)";

    private static final String NO_PROMPT = "the prompt is not stored any more";

    /** Learns what becomes of turns. */
    interface Listener {
        /** The turn is to end; {@code usage} and {@code error} may be null. */
        void onEnd(LiveTurn liveTurn, EndReason reason, TokenUsage usage, String error);

        /** The turn does not run at the moment: another one of its assistant may, or this one again. */
        void onPause(LiveTurn liveTurn);
    }

    private final Vertx vertx;
    private final RoomSettings settings;
    private final Room room;
    private final RoomLifecycle lifecycle;
    private final TurnLog turnLog;
    private final TurnFrames frames;
    private final Approvals approvals;
    private final Listener listener;

    Attempts(
            Vertx vertx,
            RoomSettings settings,
            Room room,
            RoomLifecycle lifecycle,
            TurnLog turnLog,
            TurnFrames frames,
            Approvals approvals,
            Listener listener) {
        this.vertx = vertx;
        this.settings = settings;
        this.room = room;
        this.lifecycle = lifecycle;
        this.turnLog = turnLog;
        this.frames = frames;
        this.approvals = approvals;
        this.listener = listener;
    }

    /** Begins the step in hand, or ends the turn if that was done too often. */
    void begin(LiveTurn liveTurn) {
        if (isLostTooOften(liveTurn)) {
            frames.append(liveTurn, liveTurn.checkpoint());
            endFailed(liveTurn, LOST_TOO_OFTEN);
            return;
        }
        if (liveTurn.prompt().state() != TurnPrompt.State.STORED) {
            endFailed(liveTurn, NO_PROMPT); // one that was deleted ends as cancelled, whatever is said here
            return;
        }
        boolean isFirst = liveTurn.stepStarts() == 0 && liveTurn.steps().isEmpty();
        int chain = liveTurn.begin();
        Future<Void> stored = isFirst ? Future.succeededFuture() : turnLog.store(liveTurn);
        stored.onSuccess(v -> {
            if (liveTurn.isCurrentChain(chain)) {
                ask(liveTurn, chain);
            }
        });
    }

    private boolean isLostTooOften(LiveTurn liveTurn) {
        return liveTurn.stepStarts() >= settings.ai().attempts();
    }

    private void ask(LiveTurn liveTurn, int chain) {
        boolean all = room.overlap(liveTurn.turn().assistant()) == Overlap.MERGE;
        new ReplyChain(
                        settings.bus(),
                        nodeFor(liveTurn),
                        liveTurn,
                        chain,
                        settings.ai().heartbeat(),
                        this)
                .ask(new AiCommand.Ask(
                        liveTurn.turn(),
                        liveTurn.prompt().text(),
                        room.seq(),
                        all,
                        liveTurn.steps(),
                        stateAccess(liveTurn.turn())));
    }

    private StateAccess stateAccess(Turn turn) {
        boolean isKnown = settings.membership().isOn(ClusterLevel.AMENDMENTS); // to all nodes
        return isKnown ? room.stateAccess(turn.assistant()) : StateAccess.NONE;
    }

    /** Turns are spread over the nodes; one that lost this turn is asked only when there is no other. */
    private String nodeFor(LiveTurn liveTurn) {
        Set<String> nodes = new TreeSet<>(settings.membership().view().ring().nodes());
        nodes.removeAll(liveTurn.lostNodes());
        String self = settings.membership().node();
        return new Ring(nodes).owner(liveTurn.turn().id()).orElse(self);
    }

    @Override
    public void onText(LiveTurn liveTurn, String text) {
        if (lifecycle.isLeaving()) {
            liveTurn.end();
            return;
        }
        lifecycle.touch();
        frames.append(liveTurn, text);
        turnLog.checkpoint(liveTurn);
    }

    @Override
    public Future<Void> onToolCalls(LiveTurn liveTurn, AiReply.ToolsRequested wanted) {
        if (lifecycle.isLeaving()) {
            return Future.failedFuture(RoomLifecycle.refusal());
        }
        lifecycle.touch();
        long expiresAt = settings.clock().millis()
                + settings.ai().tools().approvalTimeout().toMillis();
        List<ToolCall> calls = liveTurn.endStep(wanted, expiresAt);
        return turnLog.store(liveTurn).onSuccess(v -> {
            calls.forEach(call -> frames.call(liveTurn, call));
            approvals.watch(liveTurn);
        });
    }

    @Override
    public Future<Void> onToolEnd(LiveTurn liveTurn, AiReply.ToolEnded settled) {
        if (lifecycle.isLeaving()) {
            return Future.failedFuture(RoomLifecycle.refusal());
        }
        lifecycle.touch();
        ToolCall call = liveTurn.endCall(settled.call());
        // Those who are here see the result; what is stored, and what newcomers get, may be less.
        ToolCall shown = settled.shown() == null ? call : call.with(call.state(), settled.shown());
        return turnLog.store(liveTurn).onSuccess(v -> frames.call(liveTurn, shown));
    }

    @Override
    public void onWaiting(LiveTurn liveTurn) {
        if (liveTurn.waitingCalls().isEmpty()) { // a person decided in the meantime
            liveTurn.requeue();
        } else {
            liveTurn.waitForDecision();
            turnLog.store(liveTurn)
                    .onFailure(e -> LOG.debug("room {}: a turn does not wait here any more", room.name()));
        }
        listener.onPause(liveTurn);
    }

    @Override
    public void onEnd(LiveTurn liveTurn, AiReply.End end) {
        listener.onEnd(liveTurn, end.reason(), end.usage(), end.error());
    }

    @Override
    public void onLost(LiveTurn liveTurn, String node, Throwable failure) {
        Refusal refusal = Refusal.of(failure, e -> Code.UNAVAILABLE.refuse("the node does not reply"));
        if (refusal.code() != Code.UNAVAILABLE) {
            endFailed(liveTurn, refusal.text());
        } else if (!lifecycle.isLeaving()) {
            LOG.info("room {}: a turn was lost on node {} and is tried again", room.name(), node);
            nextAttempt(liveTurn, node);
        }
    }

    private void nextAttempt(LiveTurn liveTurn, String lostNode) {
        if (isLostTooOften(liveTurn)) {
            endFailed(liveTurn, LOST_TOO_OFTEN);
            return;
        }
        Turn before = liveTurn.turn();
        liveTurn.rewind(lostNode);
        turnLog.storeAttempt(liveTurn, before).onSuccess(v -> {
            frames.announce(liveTurn);
            vertx.setTimer(NEXT_ATTEMPT_MS, t -> {
                if (!liveTurn.isEnding()) {
                    liveTurn.requeue();
                    listener.onPause(liveTurn);
                }
            });
        });
    }

    private void endFailed(LiveTurn liveTurn, String error) {
        listener.onEnd(liveTurn, EndReason.FAILED, null, error);
    }
}
