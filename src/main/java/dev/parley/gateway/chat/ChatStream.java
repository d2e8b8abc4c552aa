package dev.parley.gateway.chat;

import dev.parley.contract.AnswerFrame;
import dev.parley.contract.CloseCode;
import dev.parley.contract.ServerFrame;
import dev.parley.gateway.connection.Connection;
import dev.parley.gateway.connection.InProcessClient;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.model.TurnSnapshot;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams one answer to one request. An answer is followed alike whether its question is new, its turn has been running
 * for a while, or the stream is resumed. What was lost on the way is noticed, and repaired by entering the room once
 * more. On the gateway's context.
 *
 * <pre>
 * FINDING ── found ──► LOADING ── the shared state is there ──► FOLLOWING ── lost, or tools wait ──► CHECKING
 *    │                    ▲                                    │  │   ▲                          │ │
 *    │                    └── too much was missed ─────────────┘  │   └── what came is read ─────┘ │
 *    └── refused ──────────────────────────────────────► OVER ◄───┴── the answer is whole, or broke off
 * </pre>
 *
 * The room's shared state comes first. What comes of the answer meanwhile waits, for {@link #STATE_MS} and {@link
 * #HELD_MAX} frames at most: then the stream goes on without the state.
 */
final class ChatStream implements EventSource.Reader {
    private static final Logger LOG = LoggerFactory.getLogger(ChatStream.class);
    private static final long STATE_MS = 2_000;
    private static final int HELD_MAX = 1_000;

    private enum State {
        FINDING,
        /** The shared state is asked for; what is about the answer waits. */
        LOADING,
        FOLLOWING,
        /** As {@code FOLLOWING}; once the frames that came together are read, it is seen what the answer needs. */
        CHECKING,
        OVER
    }

    private final Vertx vertx;
    private final Connection connection;
    private final InProcessClient client;
    private final EventSource out;
    private final AnswerRenderer renderer;
    private final Function<String, ResumePoint> resumePoint;
    private final TurnLookup lookup;
    private State state = State.FINDING;
    private final Queue<Runnable> held = new ArrayDeque<>();
    private long stateTimer = -1;
    private long lastSeq;
    /** Of the shared state that the reader has; changes up to it are in there. */
    private long stateSeq = Long.MAX_VALUE;
    /** Null while {@link State#FINDING}. */
    private AnswerFollower follower;

    /** {@code resumePoint} says what the reader has of a turn. */
    ChatStream(
            Vertx vertx,
            Connection connection,
            InProcessClient client,
            EventSource out,
            AnswerRenderer renderer,
            Function<String, ResumePoint> resumePoint,
            TurnLookup lookup) {
        this.vertx = vertx;
        this.connection = connection;
        this.client = client;
        this.out = out;
        this.renderer = renderer;
        this.resumePoint = resumePoint;
        this.lookup = lookup;
    }

    private void to(State next) {
        state = next;
        if (next == State.CHECKING) {
            vertx.runOnContext(v -> checkFollower());
        }
    }

    private boolean isOver() {
        return state == State.OVER;
    }

    /**
     * Sends the head, and what there is of the answer. Called in the turn of the loop in which it was found. Throws
     * when its reader was taken out of the room meanwhile.
     */
    void begin(FoundTurn foundTurn) {
        if (isOver()) {
            throw Code.FORBIDDEN.refuse(AnswerFrame.TAKEN_OUT);
        }
        if (foundTurn instanceof FoundTurn.Running running) {
            lastSeq = running.seq();
            follow(running.entry());
            load(() -> catchUp(running.entry()));
        } else if (foundTurn instanceof FoundTurn.Ended ended) {
            follow(ended.entry());
            load(() -> finish(ended));
        }
    }

    /** Asks for the shared state; does the rest once it is there, or once it is clear that it does not come. */
    private void load(Runnable rest) {
        if (isOver()) {
            return;
        }
        to(State.LOADING);
        held.add(rest);
        stateTimer = vertx.setTimer(STATE_MS, id -> onLoaded(null));
        client.state().onComplete(loaded -> onLoaded(loaded.result()));
    }

    /** {@code loaded} is null when there is no telling. */
    private void onLoaded(ServerFrame.StateLoaded loaded) {
        if (state != State.LOADING) {
            return;
        }
        vertx.cancelTimer(stateTimer);
        to(State.FOLLOWING);
        stateSeq = loaded == null ? Long.MAX_VALUE : loaded.seq();
        if (loaded != null && loaded.seq() > 0) {
            renderer.onState(loaded.seq(), new JsonObject(loaded.state()));
        }
        out.sendMissed(renderer.take());
        while (!held.isEmpty() && !isOver()) {
            held.remove().run();
        }
    }

    private void follow(TurnSnapshot entry) {
        String turn = entry.turn();
        ResumePoint known = resumePoint.apply(turn);
        follower = new AnswerFollower(turn, known, renderer);
        out.open();
        renderer.onBegin(turn, entry.assistant(), known);
    }

    private void finish(FoundTurn.Ended ended) {
        follower.sync(ended.entry());
        follower.complete(ended.end());
        flush();
    }

    @Override
    public void onFrame(AnswerFrame frame) {
        if (isOver()) {
            return;
        }
        boolean isUrgent = frame instanceof AnswerFrame.Behind || frame instanceof AnswerFrame.Failed;
        if (state == State.LOADING && !isUrgent) {
            held.add(() -> onFrame(frame));
            if (held.size() > HELD_MAX) {
                onLoaded(null);
            }
            return;
        }
        lastSeq = Math.max(lastSeq, frame.seq());
        if (frame instanceof AnswerFrame.StateChange change) {
            onStateChange(change);
        } else if (frame instanceof AnswerFrame.Custom custom) {
            onCustomEvent(custom);
        } else if (frame instanceof AnswerFrame.OfTurn of) {
            onTurnFrame(of);
        } else if (frame instanceof AnswerFrame.Behind) {
            abandon(); // its outbox is full
        } else if (frame instanceof AnswerFrame.Failed && state == State.FINDING) {
            to(State.OVER); // there is no stream yet in which it could be said
        } else if (frame instanceof AnswerFrame.Failed failed) {
            breakOff(failed.code(), failed.text());
        }
    }

    private void onStateChange(AnswerFrame.StateChange change) {
        if (follower != null && change.seq() > stateSeq) {
            stateSeq = change.seq();
            renderer.onStateChange(change.seq(), change.patch());
            flush();
        }
    }

    private void onCustomEvent(AnswerFrame.Custom event) {
        if (follower != null) {
            renderer.onCustomEvent(event);
            flush();
        }
    }

    private void onTurnFrame(AnswerFrame.OfTurn frame) {
        if (follower == null || !follower.turn().equals(frame.turn())) {
            return;
        }
        if (frame instanceof AnswerFrame.Chunk chunk) {
            follower.chunk(chunk);
        } else if (frame instanceof AnswerFrame.Tool tool) {
            follower.tool(tool.call());
        } else if (frame instanceof AnswerFrame.End end) {
            if (follower.hasGap()) {
                finishFromStore(end); // a tool may have been missed, too
                return;
            }
            follower.complete(end);
        }
        flush();
    }

    private void finishFromStore(AnswerFrame.End end) {
        lookup.whole(end)
                .onSuccess(ended -> {
                    if (!isOver()) {
                        finish(ended);
                    }
                })
                .onFailure(this::fail);
    }

    private void catchUp(TurnSnapshot entry) {
        follower.sync(entry);
        out.sendMissed(renderer.take());
        flush();
    }

    private void flush() {
        out.send(renderer.take());
        if (follower.hasEnded()) {
            end();
        } else if (state == State.FOLLOWING
                && (follower.hasGap() || !follower.waiting().isEmpty())) {
            to(State.CHECKING);
        }
    }

    private void checkFollower() {
        if (isOver()) {
            return;
        }
        to(State.FOLLOWING);
        if (follower.hasGap()) {
            repair();
        } else if (!follower.waiting().isEmpty()) {
            renderer.onPause(follower.waiting());
            out.send(renderer.take());
            end();
        }
    }

    /** Enters again: how far the answer is, or its end among what was missed. */
    private void repair() {
        client.enter(lastSeq)
                .onSuccess(ready -> {
                    if (!isOver()) {
                        repair(ready);
                    }
                })
                .onFailure(this::fail);
    }

    private void repair(ServerFrame.Ready ready) {
        if (ready.reset()) { // changes of the state were missed, too
            load(() -> repairAnswer(ready));
        } else {
            repairAnswer(ready);
        }
    }

    private void repairAnswer(ServerFrame.Ready ready) {
        Optional<TurnSnapshot> entry = TurnLookup.running(ready, follower.turn());
        if (entry.isPresent()) {
            catchUp(entry.get());
        } else if (ready.reset()) {
            lookup.findEnded(follower.turn())
                    .onSuccess(found -> found.ifPresentOrElse(
                            this::finishFromStore,
                            () -> fail(Code.NOT_FOUND.refuse("the end of the answer could not be read"))))
                    .onFailure(this::fail);
        }
    }

    private void fail(Throwable failure) {
        Refusal refusal = Refusal.of(failure, this::internal);
        breakOff(refusal.code().text(), refusal.text());
    }

    private Refusal internal(Throwable failure) {
        String reference = follower == null ? client.room() : follower.turn();
        LOG.error("internal error (reference {}): the stream of an answer failed", reference, failure);
        return Code.INTERNAL.refuse("internal error (reference " + reference + ")");
    }

    private void breakOff(String code, String text) {
        if (!isOver()) {
            renderer.onBreak(code, text);
            out.send(renderer.take());
            end();
        }
    }

    private void end() {
        to(State.OVER);
        vertx.cancelTimer(stateTimer);
        out.end();
    }

    private void abandon() {
        to(State.OVER);
        vertx.cancelTimer(stateTimer);
        out.cut();
    }

    @Override
    public void onTaken() {
        connection.onActivity();
    }

    /**
     * A client that is to come back sees the stream break; one that would not get in again gets an error that says why.
     */
    @Override
    public void onClose(CloseCode code, String reason) {
        if (code == CloseCode.UNAUTHORIZED && out.isOpen()) {
            breakOff(Code.UNAUTHORIZED.text(), reason);
        } else if (!isOver()) {
            abandon();
        }
    }
}
