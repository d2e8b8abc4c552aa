package dev.parley.room.turn;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.config.AssistantConfig.Overlap;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.model.EndReason;
import dev.parley.model.Removal;
import dev.parley.model.TokenUsage;
import dev.parley.model.Turn;
import dev.parley.room.audience.Broadcaster;
import dev.parley.room.lifecycle.RoomLifecycle;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.room.log.EventLog;
import dev.parley.room.rules.LiveTurn;
import dev.parley.room.rules.Room;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The turns of a room from the stored question to their one end, and on from where the room's last owner left them.
 *
 * <p>Every turn that was stored gets exactly one end, which the store decides. On the room's context; at most {@code
 * limits.answersPerRoom} turns.
 */
public final class Turns implements Attempts.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    private final RoomSettings settings;
    private final Room room;
    private final RoomLifecycle lifecycle;
    private final EventLog eventLog;
    private final TurnLog turnLog;
    private final TurnFrames frames;
    private final Approvals approvals;
    private final Attempts attempts;
    private final PromptDeletes promptDeletes = new PromptDeletes();

    public Turns(
            Vertx vertx,
            RoomSettings settings,
            Room room,
            Broadcaster broadcaster,
            RoomLifecycle lifecycle,
            EventLog eventLog) {
        this.settings = settings;
        this.room = room;
        this.lifecycle = lifecycle;
        this.eventLog = eventLog;
        this.turnLog = new TurnLog(
                room,
                eventLog,
                settings.clock(),
                settings.ai().checkpointEvery().toMillis());
        this.frames = new TurnFrames(broadcaster, room.name());
        this.approvals = new Approvals(vertx, settings.clock(), turnLog, frames, lifecycle::touch, this::onDecided);
        this.attempts = new Attempts(vertx, settings, room, lifecycle, turnLog, frames, approvals, this);
    }

    /** Announces the turns that a stored event starts, and begins those that need not queue. */
    public void start(Commit commit) {
        List<Turn> starting = commit.started();
        if (!starting.isEmpty() && lifecycle.isLeaving()) {
            lifecycle.reloadAfterwards(); // the next owner begins them
            return;
        }
        for (Turn started : starting) {
            LiveTurn liveTurn = room.liveTurns().get(started.id());
            if (liveTurn != null) { // else it was cancelled before this reply came
                frames.announce(liveTurn);
                if (room.overlap(started.assistant()) == Overlap.LATEST) {
                    cancelOthers(liveTurn);
                }
                beginNext(started.assistant());
            }
        }
    }

    /** It is known what became of a message that was merged into a queued turn: that turn may begin. */
    public void proceed(Commit commit) {
        room.unmerge(commit).forEach(this::beginNext);
    }

    private void cancelOthers(LiveTurn latest) {
        for (LiveTurn other : room.liveTurns().of(latest.turn().assistant())) {
            if (other != latest) {
                end(other, EndReason.CANCELLED, null, null)
                        .onFailure(e -> LOG.warn("room {}: a turn was not cancelled: {}", room.name(), e.getMessage()));
            }
        }
    }

    /** Goes on with the turns that the room's last owner left; ends those whose prompt was deleted. */
    public void resume() {
        for (LiveTurn liveTurn : room.liveTurns().all()) {
            frames.announce(liveTurn);
            approvals.watch(liveTurn);
        }
        if (!lifecycle.isLeaving()) {
            room.liveTurns().all().forEach(this::endIfForgotten);
        }
        room.liveTurns().all().forEach(liveTurn -> beginNext(liveTurn.turn().assistant()));
    }

    private void beginNext(String assistant) {
        if (!lifecycle.isLeaving()) {
            room.next(assistant).ifPresent(attempts::begin);
        }
    }

    /** A person decides about a tool call; the reply comes once that is stored. */
    public Future<RoomReply> approve(RoomCommand.Approve command) {
        return approvals.decide(room.approve(command), command);
    }

    private void onDecided(LiveTurn liveTurn) {
        liveTurn.requeue();
        onPause(liveTurn);
    }

    @Override
    public void onPause(LiveTurn liveTurn) {
        beginNext(liveTurn.turn().assistant());
    }

    @Override
    public void onEnd(LiveTurn liveTurn, EndReason reason, TokenUsage usage, String error) {
        if (!lifecycle.isLeaving()) {
            end(liveTurn, reason, usage, error)
                    .onFailure(e ->
                            LOG.warn("room {}: the end of a turn was not stored: {}", room.name(), e.getMessage()));
        }
    }

    /** Stops a turn; the reply comes once that is stored. */
    public Future<RoomReply> cancel(RoomCommand.Cancel command) {
        return end(room.cancel(command), EndReason.CANCELLED, null, null);
    }

    /** Stops the turns of users who are taken out of the room. */
    public void cancelOf(Removal removal) {
        room.liveTurns().all().stream()
                .filter(liveTurn -> removal.names(liveTurn.turn().asker().id()) && !liveTurn.isEnding())
                .toList()
                .forEach(liveTurn -> end(liveTurn, EndReason.CANCELLED, null, null)
                        .onFailure(
                                e -> LOG.warn("room {}: a turn was not cancelled: {}", room.name(), e.getMessage())));
    }

    /**
     * A delete of this message is on its way to the store: once it is stored, the turns that answer the message end as
     * cancelled, with nothing of what they said. Completes when they have ended, or when the delete was not possible.
     */
    public Future<Void> endAfterDelete(long prompt, Future<Committed> outcome) {
        if (room.liveTurns().answering(prompt).isEmpty()) {
            return Future.succeededFuture();
        }
        promptDeletes.add(prompt, outcome);
        return outcome.compose(v -> Future.all(room.liveTurns().answering(prompt).stream()
                        .map(this::endIfForgotten)
                        .toList())
                .mapEmpty());
    }

    /**
     * Ends the turns that answer messages below {@code first} as cancelled, with nothing of what they said. Completes
     * when that is stored; fails when the room leaves before.
     */
    public Future<Void> endBelow(long first) {
        return Future.all(room.liveTurns().forgetBelow(first).stream()
                        .map(liveTurn -> end(liveTurn, EndReason.CANCELLED, null, null))
                        .toList())
                .mapEmpty();
    }

    @CanIgnoreReturnValue
    private Future<?> endIfForgotten(LiveTurn liveTurn) {
        return liveTurn.prompt().isDeleted() && !liveTurn.isEnding()
                ? end(liveTurn, EndReason.CANCELLED, null, null)
                        .onFailure(e -> LOG.warn(
                                "room {}: a turn whose prompt was deleted was not ended: {}",
                                room.name(),
                                e.getMessage()))
                : Future.succeededFuture();
    }

    private Future<RoomReply> end(LiveTurn liveTurn, EndReason reason, TokenUsage usage, String error) {
        approvals.forget(liveTurn);
        liveTurn.end();
        return turnLog.whenStored(liveTurn)
                .compose(v -> promptDeletes.whenKnown(liveTurn))
                .compose(v -> commitEnd(liveTurn, reason, usage, error));
    }

    /**
     * A reply that the turn is over, or in another attempt, makes the room leave: the store alone knows what became of
     * it.
     */
    private Future<RoomReply> commitEnd(LiveTurn liveTurn, EndReason reason, TokenUsage usage, String error) {
        Commit commit =
                room.endTurn(liveTurn, reason, usage, error, settings.clock().millis());
        return eventLog.commit(commit).map(stored -> {
            start(commit);
            beginNext(liveTurn.turn().assistant());
            return new RoomReply.Done(stored.first());
        });
    }
}
