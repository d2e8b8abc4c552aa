package dev.parley.gateway.fanout;

import dev.parley.cluster.ClusterView;
import dev.parley.contract.ServerFrame;
import dev.parley.gateway.command.RoomClient;
import dev.parley.gateway.command.RoomClients;
import dev.parley.messages.GatewayEvent;
import dev.parley.messages.GatewayEvent.Frame;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomCommand.Here;
import dev.parley.messages.RoomReply;
import dev.parley.messages.RoomReply.Entered;
import dev.parley.model.Code;
import dev.parley.model.Event;
import dev.parley.model.Removal;
import dev.parley.store.Position;
import dev.parley.store.Rosters.StoredRemoval;
import dev.parley.time.Micros;
import dev.parley.time.Monotonic;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A room as one gateway follows it: its subscriptions here, and how far its events have come. Events reach the
 * subscriptions in the order of their {@code seq}: what came before is dropped ({@link RoomPosition}), a hole is filled
 * from the store before anything goes on, passing frames included ({@link HoleRepair}), and after the store went back
 * everybody begins anew ({@link StartOver}). Behind an event that takes users out nothing reaches those. Commands go to
 * the room through its {@link RoomClient}. On the gateway's context.
 */
public final class RoomSubscribers {
    private static final Logger LOG = LoggerFactory.getLogger(RoomSubscribers.class);
    private static final int ENTER_TRIES = 3;
    private static final long MOVING_RETRY_MS = 100;

    private final String room;
    private final FanoutSettings settings;
    private final RoomClients clients;
    private final RoomClient client;
    private final List<Subscription> subscriptions = new ArrayList<>(2);
    private final Attendance attendance;
    private final RoomPosition position = new RoomPosition();
    private final HoleRepair repair = new HoleRepair(this, position);
    private final StartOver startOver = new StartOver(this, position);
    private final StoreComparison comparison;
    private final CollectedFrames collected;
    /** Passing frames that came behind a hole. */
    private final WaitingFrames waiting = new WaitingFrames();

    private final RoomRemovals removals;
    private long lastBroadcastAt;

    /** {@code clients} are the ways to all rooms of the gateway. */
    RoomSubscribers(String room, FanoutSettings settings, RoomClients clients) {
        this.room = room;
        this.settings = settings;
        this.clients = clients;
        this.client = clients.of(room);
        this.attendance = new Attendance(settings.gateway(), subscriptions, client);
        this.comparison = new StoreComparison(this, position, settings.history());
        this.removals = new RoomRemovals(settings.removalsAreKnown());
        this.collected = new CollectedFrames(
                room, subscriptions, () -> settings.flushes().collect(this));
    }

    /** The room's stored name. */
    public String room() {
        return room;
    }

    /** Sends a client's command to the room, waking it if need be; {@code overloaded} when too many wait already. */
    public Future<RoomReply> request(RoomCommand command) {
        return clients.request(client, command);
    }

    /** As {@link #request}, for what {@code limits.commands} does not count. */
    Future<RoomReply> requestUncounted(RoomCommand command) {
        return client.request(command);
    }

    /**
     * Adds a connection, which has not entered yet; {@code eventsAddress} is null where transports name no addresses.
     */
    public Subscription subscribe(
            Here here, ClientTransport transport, Subscription.Owner owner, String eventsAddress, boolean listening) {
        Subscription subscription = new Subscription(this, here, transport, owner, eventsAddress, listening);
        subscriptions.add(subscription);
        return subscription;
    }

    /** Takes a connection away; the room learns it, unless it sleeps and nobody is left whom that would interest. */
    Future<Void> leave(Subscription subscription) {
        subscriptions.remove(subscription);
        return attendance.leave(subscription);
    }

    /** The room may believe that somebody is here who left: it is sent the list of those who are. */
    void repeatLostLeave() {
        // In a private room the list would show one who may be kept out.
        boolean isAsked = removals.isPrivate() && subscriptions.stream().anyMatch(Subscription::isAskingFirst);
        if (!isAsked) {
            attendance.repeatLostLeave(position.epoch());
        }
    }

    /** {@code state}: whether the room's shared state is wanted too. */
    Future<Entered> enter(Subscription subscription, boolean state) {
        return enter(subscription, state, ENTER_TRIES);
    }

    /** A former owner may have replied, which cannot tell the present one: then the subscription enters once more. */
    private Future<Entered> enter(Subscription subscription, boolean state, int tries) {
        return client.request(subscription.enterCommand(state))
                .map(reply -> (Entered) reply)
                .compose(entered -> {
                    if (entered.epoch() >= position.epoch()) {
                        return onEntered(entered);
                    }
                    return comparison.check().compose(v -> {
                        if (entered.epoch() >= position.epoch()) {
                            return onEntered(entered);
                        }
                        return tries > 1
                                ? enter(subscription, state, tries - 1)
                                : Future.failedFuture(
                                        Code.UNAVAILABLE.refuse("the room is moving to another node", MOVING_RETRY_MS));
                    });
                });
    }

    private Future<Entered> onEntered(Entered entered) {
        removals.onEntered(entered.isPrivate());
        followOwner(entered.epoch(), entered.seq());
        onOwnerPosition(entered.seq());
        return Future.succeededFuture(entered);
    }

    /** Goes by an owner that is not outdated; starts over when it shows that the store went back. */
    private void followOwner(long epoch, long seq) {
        if (position.judge(epoch, seq) == RoomPosition.Verdict.WENT_BACK) {
            startOver(new Position(epoch, seq));
        }
        position.follow(epoch);
    }

    /** The room learns how a member is shown now; a room that sleeps learns it when it wakes. */
    void updateMember(Subscription subscription) {
        attendance.updateMember(subscription);
    }

    Future<List<Event>> eventsAfter(long after, int limit) {
        return settings.history().eventsAfter(room, after, limit);
    }

    /** The last event that came; the subscriptions were offered it once {@link #flushFrames} is done. */
    long seq() {
        return position.seq();
    }

    long outboxMax() {
        return settings.limits().outbox();
    }

    int replayMax() {
        return settings.limits().replay();
    }

    String gateway() {
        return settings.gateway();
    }

    boolean isEmpty() {
        return subscriptions.isEmpty();
    }

    RoomClient client() {
        return client;
    }

    /** Whether nobody needs this room here any more. */
    boolean isUnused() {
        return subscriptions.isEmpty() && client.isIdle();
    }

    /** Those whom the room has let in. */
    Set<String> users() {
        return subscriptions.stream()
                .filter(Subscription::isPresent)
                .map(s -> s.here().who().id())
                .collect(Collectors.toSet());
    }

    void onBroadcast(GatewayEvent.Broadcast broadcast) {
        if (startOver.isUnderWay()) {
            return; // perhaps of the owner that is to load the room again
        }
        switch (position.judge(broadcast.epoch(), broadcast.seq())) {
            case OUTDATED -> comparison.suspect();
            case WENT_BACK -> startOver(new Position(broadcast.epoch(), broadcast.seq()));
            case CURRENT -> {
                if (!removals.holdBack(broadcast.seq())) {
                    onCurrentBroadcast(broadcast);
                }
            }
        }
    }

    private void onCurrentBroadcast(GatewayEvent.Broadcast broadcast) {
        if (broadcast.seq() < position.seq()) {
            comparison.suspect();
        }
        position.follow(broadcast.epoch());
        lastBroadcastAt = Monotonic.millis();
        long before = seqBefore(broadcast);
        for (Frame frame : broadcast.frames()) {
            if (frame.seq() > 0) {
                before = frame.seq();
                if (isNext(before)) {
                    collect(frame);
                }
            } else if (isBehind(before)) {
                waitWith(frame, before);
            } else {
                collect(frame);
            }
        }
        settings.observer()
                .delivered(broadcast.frames().size() * subscriptions.size(), Micros.now() - broadcast.sentMicros());
        onOwnerPosition(broadcast.seq());
    }

    /** The last event before the broadcast's first frame. */
    private static long seqBefore(GatewayEvent.Broadcast broadcast) {
        for (Frame frame : broadcast.frames()) {
            if (frame.seq() > 0) {
                return frame.seq() - 1;
            }
        }
        return broadcast.seq();
    }

    /** Whether events up to there are missing, of which one may have taken somebody out. */
    private boolean isBehind(long seq) {
        return repair.isUnderWay() || (position.seq() != RoomPosition.UNKNOWN && seq > position.seq());
    }

    private void waitWith(Frame passing, long after) {
        if (!subscriptions.isEmpty()) {
            waiting.add(after, passing);
        }
    }

    /** An event came from the store; what waited for those before it goes out first. */
    void collectRepaired(Event event) {
        waiting.release(event.seq() - 1, this::collect);
        position.readUpTo(event.seq());
        collect(Frame.of(event, ServerFrame.of(event).encode()));
    }

    /** Nothing is missing any more, or it is not known what. */
    void releaseWaiting() {
        waiting.release(position.seq(), this::collect);
        waiting.clear();
    }

    /**
     * Not one that was here before or comes from the store, nor one behind a hole, which is filled after the broadcast.
     */
    private boolean isNext(long seq) {
        return !repair.isUnderWay() && seq > position.seq() && position.advance(seq);
    }

    /** Keeps a frame for the next flush; one that takes somebody out is the last that they get. */
    void collect(Frame frame) {
        if (subscriptions.isEmpty()) {
            return;
        }
        collected.add(frame);
        if (frame.removal() != null) {
            flushFrames();
            takeOut(frame.seq(), frame.removal());
        }
    }

    /** Offers the subscriptions what was collected. */
    void flushFrames() {
        collected.flush();
    }

    /** The event at {@code seq} was offered to all. */
    private void takeOut(long seq, Removal removal) {
        removals.add(seq, removal);
        List.copyOf(subscriptions)
                .forEach(subscription -> collected.orAbort(subscription, each -> each.onRemoval(seq, removal)));
    }

    RoomRemovals removals() {
        return removals;
    }

    /** The store has an event that took somebody out; it may have come before. */
    void onRemoval(StoredRemoval stored) {
        if (startOver.isUnderWay()) {
            return;
        }
        if (stored.gone()) {
            onGone(stored.seq());
        } else if (stored.seq() > position.seq()) {
            onPosition(stored.seq());
        }
    }

    /** The room was deleted by the event at {@code seq}, of which nothing is kept. */
    void onGone(long seq) {
        flushFrames();
        if (seq > position.seq()) {
            position.readUpTo(seq);
        }
        takeOut(seq, Removal.ofAll());
    }

    /** What came up to {@code seq} is kept no more: those who miss it begin anew. */
    void onGap(long seq) {
        flushFrames();
        position.readUpTo(seq);
        List.copyOf(subscriptions).forEach(subscription -> subscription.onGap(seq));
    }

    /** Where the store has the room, and whether it exists there. */
    Future<HoleRepair.Gap> gap() {
        return settings.history().positions(List.of(room)).compose(found -> settings.history()
                .room(room)
                .map(kept -> new HoleRepair.Gap(
                        found.getOrDefault(room, StoreComparison.NOWHERE).seq(), kept.isEmpty())));
    }

    /** It is known again who was taken out: what was held back is read from the store. */
    void onRemovalsKnown() {
        long to = removals.takeHeldBack();
        if (to > 0) {
            onOwnerPosition(to);
        }
    }

    void onRollCall(GatewayEvent.RollCall rollCall) {
        if (rollCall.epoch() < position.epoch()) {
            comparison.check().onSuccess(v -> replyTo(rollCall)); // a room that gets no reply asks again
        } else {
            replyTo(rollCall);
        }
    }

    /** Sends the room who is here. A node that does not own the room any more learns that from the epoch. */
    private void replyTo(GatewayEvent.RollCall rollCall) {
        if (rollCall.epoch() >= position.epoch()) {
            followOwner(rollCall.epoch(), rollCall.seq());
            client.onAwakeAt(rollCall.node());
            onOwnerPosition(rollCall.seq());
        }
        attendance.replyTo(rollCall, position.epoch());
    }

    /** Whether the room fell asleep while others than those who are here were in it. */
    boolean sleepsWithOthers() {
        return !subscriptions.isEmpty() && attendance.sleepsWithMoreThan(users().size());
    }

    /** The cluster has changed. Returns whether somebody is here whose room was awake and has to be looked for. */
    boolean onView(ClusterView now) {
        return client.onView(now) && !subscriptions.isEmpty();
    }

    void wakeIfAsleep() {
        client.wakeIfAsleep();
    }

    void onAsleep(GatewayEvent.Asleep asleep) {
        if (asleep.epoch() >= position.epoch()) {
            attendance.onAsleep(asleep.users());
        }
    }

    /** Whether no broadcast came for so long that something may have been lost. */
    boolean isSilent(long forMs) {
        return !subscriptions.isEmpty()
                && position.seq() != RoomPosition.UNKNOWN
                && Monotonic.millis() - lastBroadcastAt >= forMs;
    }

    StoreComparison.Mark mark() {
        return comparison.mark();
    }

    /** The room reports that what came after {@code seq} is not there any more. */
    void onWentBack(GatewayEvent.WentBack news) {
        if (!startOver.isUnderWay() && news.epoch() >= position.epoch() && position.seq() > news.seq()) {
            startOver(new Position(news.epoch(), news.seq()));
        }
    }

    /** What was sent here is no part of the room any more: its owner loads it again, and everybody is greeted anew. */
    void startOver(Position found) {
        LOG.warn(
                "room {}: the store went back from seq {} to {}: the connections in the room start over",
                room,
                position.seq(),
                found.seq());
        flushFrames();
        client.sendToOwner(new RoomCommand.Reload(position.epoch(), found.seq()));
        position.startOver(found);
        waiting.clear();
        removals.clear();
        repair.abandon();
        subscriptions.forEach(Subscription::reset);
        startOver.begin();
    }

    /** One whom the room has let in before. */
    Optional<Subscription> anyPresent() {
        return subscriptions.stream().filter(Subscription::isPresent).findFirst();
    }

    /** The room has let somebody in again: all begin from there, or come again to be judged themselves. */
    void greetAll(Entered entered, Subscription letIn) {
        removals.onEntered(entered.isPrivate());
        position.follow(Math.max(position.epoch(), entered.epoch()));
        onOwnerPosition(entered.seq());
        for (Subscription subscription : List.copyOf(subscriptions)) {
            if (subscription == letIn || !removals.isPrivate()) {
                subscription.greet(entered);
            } else {
                subscription.comeAgain();
            }
        }
    }

    /** The room's owner shows where it is. */
    private void onOwnerPosition(long seq) {
        position.ownerIsAt(seq);
        onPosition(seq);
    }

    /** The room is known to be here: what is missing up to there is read from the store. */
    void onPosition(long seq) {
        if (position.isBehind(seq)) {
            repair.readUpTo(seq);
        }
    }
}
