package dev.parley.room;

import dev.parley.messages.RoomReply;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.room.log.Decisions;
import dev.parley.room.log.EventLog;
import dev.parley.room.rules.Room;
import dev.parley.room.turn.Turns;
import dev.parley.store.Commit;
import dev.parley.store.Committed;
import dev.parley.store.Effect;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/**
 * Drops what is older than the room's retention, in steps: each raises the {@code seq} from which on events are kept,
 * so that nobody finds what lies below; then the store erases it.
 *
 * <p>The turns that answer what goes end before as cancelled. Nothing else that is decided one after the other is under
 * way meanwhile; messages go on beside. On the room's context.
 */
final class Retention {
    /** Most events of a step. */
    private static final int STEP_EVENTS = 5000;

    private final RoomSettings settings;
    private final Room room;
    private final EventLog eventLog;
    private final Decisions decisions;
    private final CapabilityDecisions capabilities;
    private final StateCommands state;
    private final Turns turns;
    private final Erasure erasure;
    /** Null while nothing is dropped. */
    private Future<RoomReply> underWay;

    Retention(
            RoomSettings settings,
            Room room,
            EventLog eventLog,
            Decisions decisions,
            CapabilityDecisions capabilities,
            StateCommands state,
            Turns turns,
            Erasure erasure) {
        this.settings = settings;
        this.room = room;
        this.eventLog = eventLog;
        this.decisions = decisions;
        this.capabilities = capabilities;
        this.state = state;
        this.turns = turns;
        this.erasure = erasure;
    }

    /** The reply comes once no text is left of what is too old now. Asked again meanwhile it is the same reply. */
    Future<RoomReply> retain() {
        if (underWay != null) {
            return underWay;
        }
        if (room.options().retention() == 0) {
            return Future.succeededFuture(new RoomReply.Done(0));
        }
        Promise<Void> dropped = Promise.promise();
        Future<RoomReply> reply =
                dropped.future().compose(v -> erasure.erase(room.name())).map(new RoomReply.Done(0));
        underWay = reply;
        reply.onComplete(v -> underWay = null);
        step(dropped);
        return reply;
    }

    private void step(Promise<Void> dropped) {
        decisions.decide(this::dropSome).onComplete(done -> {
            if (done.failed()) {
                dropped.fail(done.cause());
            } else if (done.result()) {
                step(dropped);
            } else {
                dropped.complete();
            }
        });
    }

    /** Whether there was something to drop, and so may be more. */
    private Future<Boolean> dropSome() {
        long retention = room.options().retention();
        if (retention == 0) {
            return Future.succeededFuture(false);
        }
        return settings.store()
                .history()
                .cut(room.name(), now() - retention, STEP_EVENTS)
                .compose(first -> first > Math.max(1, room.first())
                        ? drop(first).map(committed -> committed instanceof Committed.Stored)
                        : Future.succeededFuture(false));
    }

    private Future<Committed> drop(long first) {
        return turns.endBelow(first)
                .compose(v -> capabilities.takeAway(
                        rules -> rules.retain(room.name(), first),
                        rows -> state.retain(first, snapshot -> commit(new Effect.Retain(first, snapshot), rows))));
    }

    private Future<Committed> commit(Effect retain, List<Effect> rows) {
        List<Effect> effects = new ArrayList<>(rows);
        effects.add(0, retain);
        Commit commit = room.commit(now(), null, List.of(), effects);
        return eventLog.commit(commit, () -> room.notStored(commit));
    }

    private long now() {
        return settings.clock().millis();
    }
}
