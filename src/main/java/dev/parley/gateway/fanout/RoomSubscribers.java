package dev.parley.gateway.fanout;

import dev.parley.cluster.ClusterView;
import dev.parley.contract.ServerFrame;
import dev.parley.gateway.command.CommandLimit;
import dev.parley.gateway.command.RoomClient;
import dev.parley.messages.GatewayEvent;
import dev.parley.messages.GatewayEvent.Frame;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomCommand.Here;
import dev.parley.messages.RoomReply;
import dev.parley.messages.RoomReply.Entered;
import dev.parley.model.Code;
import dev.parley.model.Event;
import dev.parley.model.Refusal;
import dev.parley.store.Position;
import dev.parley.time.Micros;
import dev.parley.time.Monotonic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A room as one gateway follows it: the way to it, how far its events have come, and who here wants them. Events reach
 * the seats by {@code seq}: what came before is dropped, a hole is filled from the store before anything goes on. On the
 * gateway's context.
 */
public final class RoomSubscribers {
    private static final Logger LOG = LoggerFactory.getLogger(RoomSubscribers.class);
    private static final int REPAIR_PAGE = 100;
    private static final long REPAIR_AGAIN_MS = 1000;
    private static final int ENTER_TRIES = 3;
    private static final long MOVING_RETRY_MS = 100;
    private static final long SUSPECT_EVERY_MS = 1000;
    private static final long UNKNOWN = -1;
    private static final Position NOWHERE = new Position(0, 0);
    /** More is not kept for a round: the saving is in small frames. */
    private static final long COLLECTED_BYTES_MAX = 32 * 1024;

    private final String room;
    private final FanoutSettings settings;
    private final CommandLimit commands;
    private final RoomClient link;
    private final List<Subscription> subscriptions = new ArrayList<>(2);
    private final Attendance attendance;
    /** What the seats have not been offered yet: they are with the next round, or before anything that must come after. */
    private final List<SharedFrame> collected = new ArrayList<>(1);

    private long collectedBytes;
    private long epoch;
    private long seq = UNKNOWN;
    /** What the room's owners said; the store may have shown more, of an owner that was not heard yet. */
    private long told;

    private long repairTo;
    private boolean repairing;
    private long heardAt;
    private long suspectedAt = Monotonic.millis() - SUSPECT_EVERY_MS;
    /** Rises when the room starts over: what was asked before is void. */
    private int life;
    /** From then on until those who are here are greeted. */
    private boolean startingOver;

    /** {@code commands} is what all feeds of the gateway share. */
    RoomSubscribers(String room, FanoutSettings settings, CommandLimit commands) {
        this.room = room;
        this.settings = settings;
        this.commands = commands;
        this.link = new RoomClient(room, settings.commands());
        this.attendance = new Attendance(settings.gateway(), subscriptions);
    }

    public String room() {
        return room;
    }

    /** Asks the room for a client, waking it if need be; {@code overloaded} when too many ask already. */
    public Future<RoomReply> request(RoomCommand command) {
        return commands.admit(() -> link.request(command));
    }

    /** Adds a connection, which has not entered yet. */
    public Subscription seat(
            Here here, ClientTransport clientTransport, Subscription.Owner owner, String address, boolean listening) {
        Subscription subscription = new Subscription(this, here, clientTransport, owner, address, listening);
        subscriptions.add(subscription);
        return subscription;
    }

    /** Takes a connection away and tells the room, unless it sleeps and nobody is left whom that would interest. */
    Future<Void> leave(Subscription subscription) {
        subscriptions.remove(subscription);
        if (!subscription.wasAnnounced()) {
            return Future.succeededFuture();
        }
        RoomCommand.Leave command = new RoomCommand.Leave(subscription.here(), settings.gateway());
        if (link.isAsleep() && !attendance.hadMoreThan(1)) {
            // Not worth waking it, but another gateway may have done so.
            settings.membership().view().ring().owner(room).ifPresent(at -> link.tell(at, command));
            return Future.succeededFuture();
        }
        return link.request(command)
                .onFailure(e -> attendance.change(Attendance.Change.LEAVE_LOST))
                .mapEmpty();
    }

    /** The room may believe that somebody is here who left: it is told who is. */
    void makeGood() {
        if (attendance.isOwing() && !link.isAsleep()) {
            attendance.change(Attendance.Change.TOLD);
            link.request(attendance.all(epoch)).onFailure(e -> attendance.change(Attendance.Change.LEAVE_LOST));
        }
    }

    Future<Entered> enter(Subscription subscription) {
        return enter(subscription, ENTER_TRIES);
    }

    /** A former owner may have answered, who cannot tell the present one of it: then it is entered once more. */
    private Future<Entered> enter(Subscription subscription, int tries) {
        return link.request(new RoomCommand.Enter(subscription.here(), settings.gateway()))
                .map(reply -> (Entered) reply)
                .compose(entered -> {
                    if (entered.epoch() >= epoch) {
                        return let(entered);
                    }
                    return check().compose(v -> {
                        if (entered.epoch() >= epoch) {
                            return let(entered);
                        }
                        return tries > 1
                                ? enter(subscription, tries - 1)
                                : Future.failedFuture(
                                        Code.UNAVAILABLE.refuse("the room is moving to another node", MOVING_RETRY_MS));
                    });
                });
    }

    /** The room learns how somebody is shown now; a room that sleeps hears it when it wakes. */
    void introduce(Subscription subscription) {
        if (!link.isAsleep()) {
            link.request(new RoomCommand.Enter(subscription.here(), settings.gateway()))
                    .onFailure(e -> LOG.debug("room {}: was not told of a new name", room));
        }
    }

    private Future<Entered> let(Entered entered) {
        if (entered.epoch() > epoch && entered.seq() < told) {
            startOver(new Position(entered.epoch(), entered.seq()));
        }
        epoch = entered.epoch();
        told(entered.seq());
        return Future.succeededFuture(entered);
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
        return subscriptions.isEmpty() && link.isIdle();
    }

    Set<String> users() {
        return subscriptions.stream().map(s -> s.here().who().id()).collect(Collectors.toSet());
    }

    void onBroadcast(GatewayEvent.Broadcast broadcast) {
        if (startingOver) {
            return; // perhaps of the owner that is to be loaded anew
        }
        if (broadcast.epoch() < epoch) {
            suspect(); // a room that lost its place and does not know it yet, unless the store went back
            return;
        }
        if (broadcast.epoch() > epoch && broadcast.seq() < told) {
            startOver(new Position(broadcast.epoch(), broadcast.seq()));
            return;
        }
        if (broadcast.seq() < seq) {
            suspect();
        }
        epoch = broadcast.epoch();
        heardAt = Monotonic.millis();
        for (Frame frame : broadcast.frames()) {
            onFrame(frame);
        }
        settings.observer()
                .delivered(broadcast.frames().size() * subscriptions.size(), Micros.now() - broadcast.sentMicros());
        told(broadcast.seq());
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
        if (subscriptions.isEmpty()) {
            return;
        }
        collected.add(new SharedFrame(frame));
        collectedBytes += frame.json().length;
        if (collectedBytes > COLLECTED_BYTES_MAX) {
            spread();
        } else if (collected.size() == 1) {
            settings.flushes().collect(this);
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
        for (int i = subscriptions.size() - 1; i >= 0; i--) {
            Subscription subscription = subscriptions.get(i);
            try {
                subscription.offer(round);
            } catch (RuntimeException e) { // our fault, and nobody else's loss
                LOG.error("room {}: frames were not given to a connection, which is closed", room, e);
                subscription.giveUp();
            }
        }
        round.release();
    }

    void onRollCall(GatewayEvent.RollCall rollCall) {
        if (rollCall.epoch() < epoch) {
            check().onSuccess(v -> answer(rollCall)); // who is not answered asks again
        } else {
            answer(rollCall);
        }
    }

    /** Tells the room who sits here. One that is not the room's owner any more learns that from the epoch. */
    private void answer(GatewayEvent.RollCall rollCall) {
        if (rollCall.epoch() >= epoch) {
            if (rollCall.epoch() > epoch && rollCall.seq() < told) {
                startOver(new Position(rollCall.epoch(), rollCall.seq()));
            }
            epoch = rollCall.epoch();
            link.wokeUp(rollCall.node());
            attendance.change(Attendance.Change.ANSWERED);
            told(rollCall.seq());
        }
        link.tell(rollCall.node(), attendance.answer(epoch));
    }

    /** Whether the room fell asleep while there were others than those who sit here. */
    boolean sleepsWithOthers() {
        return link.isAsleep() && !subscriptions.isEmpty() && attendance.hadMoreThan(users().size());
    }

    /** The cluster has changed. Returns whether somebody sits here whose room was awake and has to be looked for. */
    boolean moved(ClusterView now) {
        return link.moved(now) && !subscriptions.isEmpty();
    }

    void wakeIfAsleep() {
        link.wakeIfAsleep();
    }

    /** Whether nothing was heard of the room for so long, so that something may have been lost. */
    boolean isSilent(long forMs) {
        return !subscriptions.isEmpty() && seq != UNKNOWN && Monotonic.millis() - heardAt >= forMs;
    }

    /** How far this feed was when the store was asked, so that what it finds can be compared. */
    record Mark(RoomSubscribers feed, int life, long epoch, long seq) {
        /** {@code found} is what the store had later. */
        void compare(Map<String, Position> found) {
            feed.onPosition(this, found.getOrDefault(feed.room, NOWHERE));
        }
    }

    Mark mark() {
        return new Mark(this, life, epoch, seq);
    }

    /** The store never goes back behind what was committed: if it has, it was put back to an earlier state. */
    private void onPosition(Mark asked, Position found) {
        if (asked.life() != life) {
            return;
        }
        if (found.seq() < asked.seq() || (found.epoch() < asked.epoch() && asked.seq() > 0)) {
            startOver(found);
        } else if (found.epoch() > 0) {
            epoch = found.epoch() < asked.epoch() ? found.epoch() : Math.max(epoch, found.epoch());
            reached(found.seq());
        }
    }

    /** Something here is behind what was heard before; only the store knows why. It is asked once a second at most. */
    private void suspect() {
        long now = Monotonic.millis();
        if (now - suspectedAt >= SUSPECT_EVERY_MS) {
            suspectedAt = now;
            check().onFailure(e -> LOG.debug("room {}: its position could not be read", room));
        }
    }

    private Future<Void> check() {
        Mark mark = mark();
        return settings.store()
                .positions(List.of(room))
                .onSuccess(mark::compare)
                .mapEmpty();
    }

    /**
     * What was told here is no part of the room any more. The owner that told it is loaded anew, and everybody here is
     * greeted again.
     */
    private void startOver(Position found) {
        LOG.warn(
                "room {}: the store went back from seq {} to {}: those who are here start over",
                room,
                seq,
                found.seq());
        spread();
        RoomCommand.Reload reload = new RoomCommand.Reload(epoch, found.seq());
        settings.membership().view().ring().owner(room).ifPresent(at -> link.tell(at, reload));
        life++;
        epoch = found.epoch();
        seq = UNKNOWN;
        told = 0;
        repairing = false;
        repairTo = 0;
        startingOver = true;
        subscriptions.forEach(Subscription::reset);
        greetAll(life);
    }

    /** The room says that what came after {@code seq} is not there any more. */
    void onWentBack(GatewayEvent.WentBack news) {
        if (!startingOver && news.epoch() >= epoch && seq > news.seq()) {
            startOver(new Position(news.epoch(), news.seq()));
        }
    }

    private void greetAll(int current) {
        if (current != life) {
            return;
        }
        Optional<Subscription> one =
                subscriptions.stream().filter(Subscription::isPresent).findFirst();
        if (one.isEmpty()) {
            startingOver = false;
            return;
        }
        link.request(new RoomCommand.Enter(one.get().here(), settings.gateway()))
                .onComplete(done -> {
                    if (current != life) {
                        return;
                    }
                    if (done.failed()) {
                        Vertx.currentContext().owner().setTimer(REPAIR_AGAIN_MS, t -> greetAll(current));
                        return;
                    }
                    Entered entered = (Entered) done.result();
                    startingOver = false;
                    epoch = Math.max(epoch, entered.epoch());
                    told(entered.seq());
                    List.copyOf(subscriptions).forEach(subscription -> subscription.greet(entered));
                });
    }

    void onAsleep(GatewayEvent.Asleep asleep) {
        if (asleep.epoch() >= epoch) {
            attendance.roomSleeps(asleep.users());
            link.fellAsleep();
        }
    }

    /** The room itself says where it is. Whoever owns it later begins there or further on. */
    private void told(long position) {
        told = Math.max(told, position);
        reached(position);
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
        int current = life;
        eventsAfter(seq, REPAIR_PAGE).onComplete(page -> {
            if (current != life) {
                return;
            }
            if (page.failed()) {
                String why = Refusal.textOf(page.cause());
                LOG.warn("room {}: missing events could not be read: {}", room, why);
                Vertx.currentContext().owner().setTimer(REPAIR_AGAIN_MS, t -> repairAgain(current));
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

    private void repairAgain(int current) {
        if (current != life) {
            return;
        }
        if (subscriptions.isEmpty()) {
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
