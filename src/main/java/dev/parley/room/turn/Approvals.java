package dev.parley.room.turn;

import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.model.ToolCall;
import dev.parley.room.rules.LiveTurn;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tool calls that wait for a person: takes the decisions, and refuses calls whose time is over.
 *
 * <p>A decision is stored before it is acknowledged and shown. On the room's context; one timer for each call that
 * waits.
 */
final class Approvals {
    private static final String TOO_LATE = "permission was not given in time (ai.tools.approvalTimeout)";

    private final Vertx vertx;
    private final Clock clock;
    private final TurnLog turnLog;
    private final TurnFrames frames;
    private final Runnable touch;
    private final Consumer<LiveTurn> onDecided;
    /** Timers of the calls that wait, by turn and call. */
    private final Map<String, Map<String, Long>> timers = new HashMap<>(2);

    /**
     * @param touch keeps the room in memory, which may be about to sleep
     * @param onDecided called when a turn that waited has nothing to wait for any more
     */
    Approvals(
            Vertx vertx,
            Clock clock,
            TurnLog turnLog,
            TurnFrames frames,
            Runnable touch,
            Consumer<LiveTurn> onDecided) {
        this.vertx = vertx;
        this.clock = clock;
        this.turnLog = turnLog;
        this.frames = frames;
        this.touch = touch;
        this.onDecided = onDecided;
    }

    /** A person decides; the reply comes once that is stored. Throws {@code not_found} unless the call waits. */
    Future<RoomReply> decide(LiveTurn liveTurn, RoomCommand.Approve command) {
        String refusal = "refused by "
                + (command.by().user().equals(liveTurn.turn().asker().id()) ? "the person who asked" : "a moderator");
        return decide(liveTurn, command.call(), command.allow(), refusal).map(new RoomReply.Done(0));
    }

    private Future<Void> decide(LiveTurn liveTurn, String callId, boolean allow, String refusal) {
        ToolCall call = liveTurn.decide(callId, allow, refusal);
        cancelTimer(liveTurn, callId);
        return turnLog.store(liveTurn).onSuccess(v -> {
            frames.call(liveTurn, call);
            if (liveTurn.isWaiting() && liveTurn.waitingCalls().isEmpty()) {
                onDecided.accept(liveTurn);
            }
        });
    }

    private void cancelTimer(LiveTurn liveTurn, String callId) {
        Map<String, Long> byCall = timers.getOrDefault(liveTurn.turn().id(), new HashMap<>());
        Long timer = byCall.remove(callId);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
        if (byCall.isEmpty()) {
            timers.remove(liveTurn.turn().id());
        }
    }

    /** The turn ends: nothing of it waits any more. */
    void forget(LiveTurn liveTurn) {
        Map<String, Long> byCall = timers.remove(liveTurn.turn().id());
        if (byCall != null) {
            byCall.values().forEach(vertx::cancelTimer);
        }
    }

    /** From now on the calls of this turn that wait are refused when their time is over. */
    void watch(LiveTurn liveTurn) {
        for (ToolCall call : liveTurn.waitingCalls()) {
            long left = Math.max(1, call.expiresAt() - clock.millis());
            timers.computeIfAbsent(liveTurn.turn().id(), turn -> new HashMap<>(2))
                    .computeIfAbsent(call.call(), id -> vertx.setTimer(left, t -> expire(liveTurn, id)));
        }
    }

    private void expire(LiveTurn liveTurn, String callId) {
        boolean waits =
                liveTurn.waitingCalls().stream().anyMatch(call -> call.call().equals(callId));
        if (waits && !liveTurn.isEnding()) {
            touch.run();
            decide(liveTurn, callId, false, TOO_LATE)
                    .onFailure(e -> {}); // the room leaves, and its next owner expires it
        }
    }
}
