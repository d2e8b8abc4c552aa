package dev.parley.gateway.fanout;

import dev.parley.messages.RoomReply;
import dev.parley.messages.RoomReply.Entered;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.model.Removal;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;

/**
 * Lets everybody in a room begin anew after the store was put back to an earlier state: what they were sent is no part
 * of the room any more. The owner that sent it is asked to load the room again; once it lets one of those who are here
 * in, all are greeted from its position; in a private room the others come again. Until then broadcasts are dropped,
 * since they may be of the owner that is to load the room again. On the gateway's context.
 *
 * <pre>
 * FOLLOWING ── the store went back ──► WAITING ── the room has let one in, or nobody is here ──► FOLLOWING
 *                                       │  ▲
 *               refused: again after 1 s└──┘ the store went back once more
 * </pre>
 *
 * One that the room keeps out now is taken out, and another one enters.
 */
final class StartOver {
    /** Of one that the room does not let in again. */
    private static final Removal NOBODY_ELSE = new Removal(List.of(), false, false, 0);

    private enum State {
        FOLLOWING,
        WAITING
    }

    private final RoomSubscribers room;
    private final RoomPosition position;
    private State state = State.FOLLOWING;

    StartOver(RoomSubscribers room, RoomPosition position) {
        this.room = room;
        this.position = position;
    }

    boolean isUnderWay() {
        return state == State.WAITING;
    }

    /** Begins: the subscriptions are reset, and the position is what the store shows now. */
    void begin() {
        to(State.WAITING);
    }

    private void to(State next) {
        state = next;
        if (next == State.WAITING) {
            enterAny();
        }
    }

    private void enterAny() {
        int generation = position.generation();
        Optional<Subscription> any = room.anyPresent();
        if (any.isEmpty()) {
            to(State.FOLLOWING);
            return;
        }
        room.requestUncounted(any.get().enterCommand(false)).onComplete(done -> {
            if (generation == position.generation()) {
                onReply(any.get(), done);
            }
        });
    }

    private void onReply(Subscription asked, AsyncResult<RoomReply> reply) {
        if (reply.succeeded()) {
            to(State.FOLLOWING);
            room.greetAll((Entered) reply.result(), asked);
            return;
        }
        if (Refusal.is(reply.cause(), Code.FORBIDDEN)) {
            asked.takeOut(NOBODY_ELSE);
            to(State.WAITING);
            return;
        }
        int generation = position.generation();
        Vertx.currentContext().owner().setTimer(HoleRepair.RETRY_MS, t -> {
            if (generation == position.generation()) {
                to(State.WAITING);
            }
        });
    }
}
