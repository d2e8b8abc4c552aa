package dev.parley.room;

import dev.parley.protocol.RoomCommand;
import dev.parley.protocol.RoomReply;
import dev.parley.protocol.ToolCall;
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
final class Approvals {
    private static final String TOO_LATE = "nobody allowed it in time";

    private final Vertx vertx;
    private final Clock clock;
    private final TurnLog log;
    private final Runnable awake;
    private final BiConsumer<Answer, ToolCall> tell;
    private final Consumer<Answer> decided;
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
            BiConsumer<Answer, ToolCall> tell,
            Consumer<Answer> decided) {
        this.vertx = vertx;
        this.clock = clock;
        this.log = log;
        this.awake = awake;
        this.tell = tell;
        this.decided = decided;
    }

    Future<RoomReply> decide(Answer answer, RoomCommand.Approve command) {
        ToolCall call = decide(
                answer,
                command.call(),
                command.allow(),
                "refused by " + (command.moderates() ? "a moderator" : "the person who asked"));
        return keep(answer, call).map(new RoomReply.Done(0));
    }

    private ToolCall decide(Answer answer, String call, boolean allow, String refusal) {
        ToolCall decidedCall = answer.decide(call, allow, refusal);
        Map<String, Long> mine = timers.getOrDefault(answer.turn().id(), new HashMap<>());
        cancel(mine.remove(call));
        if (mine.isEmpty()) {
            timers.remove(answer.turn().id());
        }
        return decidedCall;
    }

    /** An answer ends: nothing of it waits any more. */
    void forget(Answer answer) {
        Map<String, Long> mine = timers.remove(answer.turn().id());
        if (mine != null) {
            mine.values().forEach(this::cancel);
        }
    }

    private void cancel(Long timer) {
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    private Future<Void> keep(Answer answer, ToolCall call) {
        return log.keep(answer).onSuccess(v -> {
            tell.accept(answer, call);
            if (answer.isWaiting() && answer.waitingCalls().isEmpty()) {
                decided.accept(answer);
            }
        });
    }

    /** From now on what waits does so until its time is over. */
    void watch(Answer answer) {
        for (ToolCall call : answer.waitingCalls()) {
            long left = Math.max(1, call.expiresAt() - clock.millis());
            timers.computeIfAbsent(answer.turn().id(), turn -> new HashMap<>(2))
                    .computeIfAbsent(call.call(), id -> vertx.setTimer(left, t -> expire(answer, call)));
        }
    }

    private void expire(Answer answer, ToolCall call) {
        boolean waits =
                answer.waitingCalls().stream().anyMatch(each -> each.call().equals(call.call()));
        if (waits && !answer.isEnding()) {
            awake.run();
            ToolCall refused = decide(answer, call.call(), false, TOO_LATE);
            keep(answer, refused).onFailure(e -> {}); // the room is loaded anew
        }
    }
}
