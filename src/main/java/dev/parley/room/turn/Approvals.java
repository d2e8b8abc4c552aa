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
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Tools that wait for a person: the decisions, and the end of waiting. A decision is stored before it is answered and
 * shown. On the room's context.
 */
public final class Approvals {
    private static final String TOO_LATE = "nobody allowed it in time";

    private final Vertx vertx;
    private final Clock clock;
    private final TurnLog log;
    private final Runnable awake;
    private final BiConsumer<LiveTurn, ToolCall> tell;
    private final Consumer<LiveTurn> decided;
    /** The ends of waiting, by turn and call. */
    private final Map<String, Map<String, Long>> timers = new HashMap<>(2);

    /**
     * @param awake keeps the room in memory, which may be about to sleep
     * @param decided an answer that waited has nothing to wait for any more
     */
    Approvals(
            Vertx vertx,
            Clock clock,
            TurnLog log,
            Runnable awake,
            BiConsumer<LiveTurn, ToolCall> tell,
            Consumer<LiveTurn> decided) {
        this.vertx = vertx;
        this.clock = clock;
        this.log = log;
        this.awake = awake;
        this.tell = tell;
        this.decided = decided;
    }

    public Future<RoomReply> decide(LiveTurn liveTurn, RoomCommand.Approve command) {
        ToolCall call = decide(
                liveTurn,
                command.call(),
                command.allow(),
                "refused by " + (command.moderates() ? "a moderator" : "the person who asked"));
        return keep(liveTurn, call).map(new RoomReply.Done(0));
    }

    private ToolCall decide(LiveTurn liveTurn, String call, boolean allow, String refusal) {
        ToolCall decidedCall = liveTurn.decide(call, allow, refusal);
        Map<String, Long> mine = timers.getOrDefault(liveTurn.turn().id(), new HashMap<>());
        cancel(mine.remove(call));
        if (mine.isEmpty()) {
            timers.remove(liveTurn.turn().id());
        }
        return decidedCall;
    }

    /** An answer ends: nothing of it waits any more. */
    void forget(LiveTurn liveTurn) {
        Map<String, Long> mine = timers.remove(liveTurn.turn().id());
        if (mine != null) {
            mine.values().forEach(this::cancel);
        }
    }

    private void cancel(Long timer) {
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    private Future<Void> keep(LiveTurn liveTurn, ToolCall call) {
        return log.store(liveTurn).onSuccess(v -> {
            tell.accept(liveTurn, call);
            if (liveTurn.isWaiting() && liveTurn.waitingCalls().isEmpty()) {
                decided.accept(liveTurn);
            }
        });
    }

    /** From now on what waits does so until its time is over. */
    void watch(LiveTurn liveTurn) {
        for (ToolCall call : liveTurn.waitingCalls()) {
            long left = Math.max(1, call.expiresAt() - clock.millis());
            timers.computeIfAbsent(liveTurn.turn().id(), turn -> new HashMap<>(2))
                    .computeIfAbsent(call.call(), id -> vertx.setTimer(left, t -> expire(liveTurn, call)));
        }
    }

    private void expire(LiveTurn liveTurn, ToolCall call) {
        boolean waits =
                liveTurn.waitingCalls().stream().anyMatch(each -> each.call().equals(call.call()));
        if (waits && !liveTurn.isEnding()) {
            awake.run();
            ToolCall refused = decide(liveTurn, call.call(), false, TOO_LATE);
            keep(liveTurn, refused).onFailure(e -> {}); // the room is loaded anew
        }
    }
}
