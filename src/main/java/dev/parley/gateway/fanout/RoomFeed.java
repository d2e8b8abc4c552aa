package dev.parley.gateway.fanout;

import dev.parley.bus.Refusal;
import dev.parley.cluster.View;
import dev.parley.protocol.Code;
import dev.parley.protocol.Event;
import dev.parley.protocol.GatewayEvent;
import dev.parley.protocol.GatewayEvent.Frame;
import dev.parley.protocol.Micros;
import dev.parley.protocol.Monotonic;
import dev.parley.protocol.RoomCommand;
import dev.parley.protocol.RoomCommand.Here;
import dev.parley.protocol.RoomReply;
import dev.parley.protocol.RoomReply.Entered;
import dev.parley.protocol.ServerFrame;
import dev.parley.store.Position;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A room as one gateway follows it: the way to it, how far its events have come, and who here wants them. Events reach
 * the seats by {@code seq}: what came before is dropped, a hole is filled from the store before anything goes on. On the
 * gateway's context.
 */
public final class RoomFeed {
    private static final Logger LOG = LoggerFactory.getLogger(RoomFeed.class);
    private static final int REPAIR_PAGE = 100;
    private static final long REPAIR_AGAIN_MS = 1000;
    private static final long UNKNOWN = -1;
    /** More is not kept for a round: the saving is in small frames. */
    private static final long COLLECTED_BYTES_MAX = 32 * 1024;

    private final String room;
    private final FanoutSettings settings;
    private final InFlight commands;
    private final RoomLink link;
    private final List<Seat> seats = new ArrayList<>(2);
    /** What the seats have not been offered yet: they are with the next round, or before anything that must come after. */
    private final List<SharedFrame> collected = new ArrayList<>(1);

    private long collectedBytes;
    private long epoch;
    private long seq = UNKNOWN;
    private long repairTo;
    private boolean repairing;
    private int usersAtSleep;
    /** Somebody's leaving did not reach the room. */
    private boolean unheard;

    private long heardAt;

    /** {@code commands} is what all feeds of the gateway share. */
    RoomFeed(String room, FanoutSettings settings, InFlight commands) {
        this.room = room;
        this.settings = settings;
        this.commands = commands;
        this.link = new RoomLink(room, settings);
    }

    public String room() {
        return room;
    }

    /** Asks the room for a client, waking it if need be; {@code overloaded} when too many ask already. */
    public Future<RoomReply> request(RoomCommand command) {
        return commands.admit(() -> link.request(command));
    }

    /** Adds a connection, which has not entered yet. */
    public Seat seat(Here here, Wire wire, Seat.Owner owner, String address, boolean listening) {
        Seat seat = new Seat(this, here, wire, owner, address, listening);
        seats.add(seat);
        return seat;
    }

    /** Takes a connection away and tells the room, unless it sleeps and nobody is left whom that would interest. */
    Future<Void> leave(Seat seat) {
        seats.remove(seat);
        if (!seat.wasAnnounced()) {
            return Future.succeededFuture();
        }
        RoomCommand.Leave command = new RoomCommand.Leave(seat.here(), settings.gateway());
        if (link.isAsleep() && usersAtSleep <= 1) {
            // Not worth waking it, but another gateway may have done so.
            settings.membership().view().ring().owner(room).ifPresent(at -> link.tell(at, command));
            return Future.succeededFuture();
        }
        return link.request(command).onFailure(e -> unheard = true).mapEmpty();
    }

    /** The room may believe that somebody is here who left: it is told who is. */
    void makeGood() {
        if (unheard && !link.isAsleep()) {
            unheard = false;
            // Those who are about to enter too: their command may come before this one.
            link.request(present(Seat::wasAnnounced, true)).onFailure(e -> unheard = true);
        }
    }

    Future<Entered> enter(Seat seat) {
        return link.request(new RoomCommand.Enter(seat.here(), settings.gateway()))
                .map(reply -> (Entered) reply)
                .onSuccess(entered -> {
                    epoch = Math.max(epoch, entered.epoch());
                    reached(entered.seq());
                });
    }

    /** The room learns how somebody is shown now; a room that sleeps hears it when it wakes. */
    void introduce(Seat seat) {
        if (!link.isAsleep()) {
            link.request(new RoomCommand.Enter(seat.here(), settings.gateway()))
                    .onFailure(e -> LOG.debug("room {}: was not told of a new name", room));
        }
    }

    Future<List<Event>> eventsAfter(long after, int limit) {
        return settings.store().eventsAfter(room, after, limit);
    }

    /** The last event that came; the seats were offered it once {@link #spread} is done. */
    long seq() {
        return seq;
    }

    long outboxMax() {
        return settings.limits().outbox();
    }

    int replayMax() {
        return settings.limits().replay();
    }

    /** Whether nobody needs this feed. */
    boolean isUnused() {
        return seats.isEmpty() && link.isIdle();
    }

    Set<String> users() {
        return seats.stream().map(s -> s.here().who().id()).collect(Collectors.toSet());
    }

    void onBroadcast(GatewayEvent.Broadcast broadcast) {
        if (broadcast.epoch() < epoch) {
            return; // a room that lost its place and does not know it yet
        }
        epoch = broadcast.epoch();
        heardAt = Monotonic.millis();
        for (Frame frame : broadcast.frames()) {
            onFrame(frame);
        }
        settings.observer().delivered(broadcast.frames().size() * seats.size(), Micros.now() - broadcast.sentMicros());
        reached(broadcast.seq());
    }

    private void onFrame(Frame frame) {
        if (frame.seq() > 0 && (repairing || frame.seq() <= seq)) {
            return; // it was there, or comes from the store
        }
        if (frame.seq() > 0) {
            if (seq != UNKNOWN && frame.seq() != seq + 1) {
                return; // a hole: filled once the whole broadcast is seen
            }
            seq = frame.seq();
        }
        fan(frame);
    }

    private void fan(Frame frame) {
        if (seats.isEmpty()) {
            return;
        }
        collected.add(new SharedFrame(frame));
        collectedBytes += frame.json().length;
        if (collectedBytes > COLLECTED_BYTES_MAX) {
            spread();
        } else if (collected.size() == 1) {
            settings.rounds().collect(this);
        }
    }

    /** Offers the seats what was collected. */
    void spread() {
        if (collected.isEmpty()) {
            return;
        }
        SharedFrames round = new SharedFrames(List.copyOf(collected));
        collected.clear();
        collectedBytes = 0;
        // From the end: a seat whose connection breaks under the write takes itself out.
        for (int i = seats.size() - 1; i >= 0; i--) {
            Seat seat = seats.get(i);
            try {
                seat.offer(round);
            } catch (RuntimeException e) { // our fault, and nobody else's loss
                LOG.error("room {}: frames were not given to a connection, which is closed", room, e);
                seat.giveUp();
            }
        }
        round.release();
    }

    void onRollCall(GatewayEvent.RollCall rollCall) {
        epoch = Math.max(epoch, rollCall.epoch());
        link.wokeUp(rollCall.node());
        announce(rollCall.node());
        reached(rollCall.seq());
    }

    /** Tells the room who sits here. */
    private void announce(String at) {
        link.tell(at, present(Seat::isPresent, false));
    }

    private RoomCommand present(Predicate<Seat> which, boolean all) {
        List<Here> here = seats.stream().filter(which).map(Seat::here).toList();
        return new RoomCommand.Present(settings.gateway(), epoch, here, all, usersAtSleep);
    }

    /** Whether the room fell asleep while there were others than those who sit here. */
    boolean sleepsWithOthers() {
        return link.isAsleep() && !seats.isEmpty() && usersAtSleep > users().size();
    }

    /** The cluster has changed. Returns whether somebody sits here whose room was awake and has to be looked for. */
    boolean moved(View now) {
        return link.moved(now) && !seats.isEmpty();
    }

    void wakeIfAsleep() {
        link.wakeIfAsleep();
    }

    /** Whether nothing was heard of the room for so long, so that something may have been lost. */
    boolean isSilent(long forMs) {
        return !seats.isEmpty() && seq != UNKNOWN && Monotonic.millis() - heardAt >= forMs;
    }

    /** What the store says of a room that was silent here. */
    void onPosition(Position position) {
        if (position.epoch() > epoch) {
            // Its roll call was not heard here: it does not know that anybody is.
            epoch = position.epoch();
            settings.membership().view().ring().owner(room).ifPresent(this::announce);
        }
        reached(position.seq());
    }

    void onAsleep(GatewayEvent.Asleep asleep) {
        if (asleep.epoch() >= epoch) {
            usersAtSleep = asleep.users();
            link.fellAsleep();
        }
    }

    /** The room is known to be at {@code position}: if this feed is not, what is missing is read from the store. */
    private void reached(long position) {
        if (seq == UNKNOWN) {
            seq = position;
        } else if (position > seq) {
            repairTo = Math.max(repairTo, position);
            if (!repairing) {
                repairing = true;
                repair();
            }
        }
    }

    private void repair() {
        eventsAfter(seq, REPAIR_PAGE).onComplete(page -> {
            if (page.failed()) {
                String why = page.cause() instanceof Refusal r ? r.text() : String.valueOf(page.cause());
                LOG.warn("room {}: missing events could not be read: {}", room, why);
                Vertx.currentContext().owner().setTimer(REPAIR_AGAIN_MS, t -> repairAgain());
                return;
            }
            for (Event event : page.result()) {
                seq = event.seq();
                fan(new Frame(seq, null, ServerFrame.of(event).encode()));
            }
            if (seq < repairTo && !page.result().isEmpty()) {
                repair();
            } else {
                repairing = false;
            }
        });
    }

    private void repairAgain() {
        if (seats.isEmpty()) {
            repairing = false; // nobody misses anything
        } else {
            repair();
        }
    }

    /** What {@code load_messages} with a message's id starts from. */
    public Future<Long> seqOf(String messageId) {
        return settings.store().seqOf(room, messageId).compose(found -> found.map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(Code.NOT_FOUND.refuse("no such message"))));
    }

    /** Messages before a seq, oldest first. */
    public Future<List<Event>> messagesBefore(long before, int limit) {
        return settings.store().messagesBefore(room, before, limit);
    }
}
