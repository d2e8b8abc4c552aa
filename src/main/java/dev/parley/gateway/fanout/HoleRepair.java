package dev.parley.gateway.fanout;

import dev.parley.model.Event;
import dev.parley.model.Refusal;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a hole in the events of one room: reads what is missing from the store, page by page, and hands it to the
 * room's subscribers before anything that comes after it. Durable events that arrive meanwhile are dropped, since the
 * store has them too. What the store does not keep any more is a gap: those who miss it begin anew. On the gateway's
 * context.
 *
 * <pre>
 *  IDLE ── events are missing ──► READING ── page failed ──► WAITING
 *   ▲ ▲                            │  ▲ ▲                       │
 *   │ └── all, or none, were read ─┘  │ └─ 1 s, has subscribers ┤
 *   │                       next page ┘                         │
 *   └── the room starts over (from any), nobody is left ◄───────┘
 * </pre>
 */
final class HoleRepair {
    private static final Logger LOG = LoggerFactory.getLogger(HoleRepair.class);
    private static final int PAGE_EVENTS = 100;
    static final long RETRY_MS = 1000;

    private enum State {
        IDLE,
        READING,
        WAITING
    }

    private final RoomSubscribers room;
    private final RoomPosition position;
    private State state = State.IDLE;
    /** How far the room is known to be. */
    private long target;

    HoleRepair(RoomSubscribers room, RoomPosition position) {
        this.room = room;
        this.position = position;
    }

    boolean isUnderWay() {
        return state != State.IDLE;
    }

    /** Reads what is missing up to this {@code seq}. */
    void readUpTo(long seq) {
        target = Math.max(target, seq);
        if (state == State.IDLE) {
            to(State.READING);
        }
    }

    /** What is being read is no part of the room any more. */
    void abandon() {
        to(State.IDLE);
    }

    private void to(State next) {
        state = next;
        int generation = position.generation();
        switch (next) {
            case IDLE -> {
                target = 0;
                room.releaseWaiting();
            }
            case READING ->
                room.eventsAfter(position.seq(), PAGE_EVENTS).onComplete(page -> {
                    if (generation == position.generation()) {
                        onPage(page);
                    }
                });
            case WAITING ->
                Vertx.currentContext().owner().setTimer(RETRY_MS, t -> {
                    if (generation == position.generation()) {
                        to(room.isEmpty() ? State.IDLE : State.READING);
                    }
                });
        }
    }

    private void onPage(AsyncResult<List<Event>> page) {
        if (page.failed()) {
            retry(page.cause());
            return;
        }
        List<Event> events = page.result();
        if (events.isEmpty() && position.seq() < target) {
            findGap();
            return;
        }
        if (!events.isEmpty() && events.get(0).seq() > position.seq() + 1) {
            room.onGap(events.get(0).seq() - 1);
        }
        for (Event event : events) {
            room.collectRepaired(event);
        }
        to(position.seq() < target ? State.READING : State.IDLE);
    }

    private void retry(Throwable cause) {
        String why = cause instanceof Refusal refusal ? refusal.text() : String.valueOf(cause);
        LOG.warn("room {}: missing events could not be read: {}", room.room(), why);
        to(State.WAITING);
    }

    /** Nothing that is missing is there: it is kept no more, the room was deleted, or the store went back. */
    private void findGap() {
        int generation = position.generation();
        room.gap().onComplete(found -> {
            if (generation != position.generation()) {
                return;
            }
            if (found.failed()) {
                retry(found.cause());
                return;
            }
            Gap gap = found.result();
            if (gap.upTo() > position.seq() && gap.isRoomGone()) {
                room.onGone(gap.upTo());
            } else if (gap.upTo() > position.seq()) {
                room.onGap(gap.upTo());
            }
            to(State.IDLE);
        });
    }

    /** Where a room is of which nothing more is kept, and whether it exists no more. */
    record Gap(long upTo, boolean isRoomGone) {}
}
