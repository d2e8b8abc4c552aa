package dev.parley.room;

import dev.parley.bus.Exchange;
import dev.parley.bus.Registration;
import dev.parley.cluster.ClusterView;
import dev.parley.messages.Addresses;
import dev.parley.messages.HostCommand;
import dev.parley.messages.HostCommand.Activate;
import dev.parley.messages.HostCommand.GiveBack;
import dev.parley.messages.HostCommand.Ping;
import dev.parley.messages.HostCommand.Reply.Active;
import dev.parley.messages.HostCommand.Reply.GivenBack;
import dev.parley.messages.HostCommand.Reply.Pong;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.room.lifecycle.Hibernation;
import dev.parley.room.lifecycle.HostedRoom;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.store.Claim;
import dev.parley.time.Monotonic;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings rooms into memory on its node: claims a room in the store, then deploys it. Callers that ask for one room at a
 * time share the work. All state is kept on the one context that serves its address.
 */
public final class RoomHost {
    private static final Logger LOG = LoggerFactory.getLogger(RoomHost.class);
    private static final long RELOAD_EVERY_MS = 1000;
    private static final int HAND_OVER_AT_ONCE = 128;
    private static final long EMPTY_LOOK_MS = 10;
    private static final long MOVING_RETRY_MS = 100;

    private final Vertx vertx;
    private final String node;
    private final RoomSettings settings;
    /** Rooms in memory or on the way in or out of it. */
    private final Map<String, Hibernation> hibernations = new HashMap<>();
    /** Those that belong to other nodes now and wait for their turn to be handed over. */
    private final Deque<String> moving = new ArrayDeque<>();

    /** Every gateway in view; one set for all rooms. */
    private Set<String> gateways = Set.of();
    /** Timers of rooms that sleep while a permission waits; each stands for a stored turn. */
    private final Map<String, Long> wakes = new HashMap<>();

    private int handingOver;
    private boolean stopped;

    private final Map<String, Future<Void>> activations = new HashMap<>();
    private volatile int active;
    /** Rooms that are being claimed and have no residence yet. */
    private int claiming;

    private Context context;

    public RoomHost(Vertx vertx, RoomSettings settings) {
        this.vertx = vertx;
        this.node = settings.membership().node();
        this.settings = settings;
    }

    /** Serves {@link Addresses#host}. Called outside of any verticle, so that rooms are nobody's children. */
    public Future<Void> start() {
        context = vertx.getOrCreateContext();
        Promise<Void> ready = Promise.promise();
        context.runOnContext(v -> {
            gateways = Set.copyOf(settings.membership().view().gatewayNames());
            Registration registration = settings.bus().serve(Addresses.host(node), this::handle);
            settings.membership().watch((before, now) -> context.runOnContext(w -> onView(before, now)));
            registration.ready().onComplete(ready);
        });
        return ready.future();
    }

    /** Wakes those of our rooms whose answers were in progress when their owner died. */
    public Future<Void> resumeAnswers() {
        return settings.store()
                .roomsWithTurns(settings.rooms().active())
                .onSuccess(rooms -> rooms.stream().filter(this::isOurs).forEach(room -> {
                    LOG.info("room {} has an unfinished answer: it starts again", room);
                    context.runOnContext(v -> reload(room));
                }))
                .mapEmpty();
    }

    private boolean isOurs(String room) {
        return settings.membership().view().ring().isOwner(node, room);
    }

    private void onView(ClusterView before, ClusterView now) {
        Set<String> seen = Set.copyOf(now.gatewayNames());
        if (!seen.equals(gateways)) {
            gateways = seen;
            everyRoom(room -> room.see(seen));
        }
        if (!now.leased()) {
            everyRoom(HostedRoom::loseLease);
            return;
        }
        Set<String> gone = now.goneSince(before);
        if (!now.ring().equals(before.ring())) {
            hibernations.keySet().stream().filter(room -> !isOurs(room)).forEach(moving::add);
            handOverNext();
        }
        if (now.ring().contains(node) && (!gone.isEmpty() || !now.ring().equals(before.ring()) || !before.leased())) {
            resumeAnswersSoon();
        }
    }

    private void resumeAnswersSoon() {
        resumeAnswers().onFailure(e -> vertx.setTimer(RELOAD_EVERY_MS, t -> resumeAnswersSoon()));
    }

    private void everyRoom(Consumer<HostedRoom> told) {
        hibernations.values().stream()
                .map(Hibernation::room)
                .filter(Objects::nonNull)
                .forEach(told);
    }

    /** So many at a time: the store serves those who send as well. */
    private void handOverNext() {
        while (handingOver < HAND_OVER_AT_ONCE && !moving.isEmpty()) {
            String room = moving.poll();
            Hibernation hibernation = hibernations.get(room);
            if (hibernation != null && hibernation.room() != null && !isOurs(room)) {
                handingOver++;
                hibernation
                        .room()
                        .handOver()
                        .onComplete(v -> context.runOnContext(w -> {
                            handingOver--;
                            handOverNext();
                        }));
            }
        }
    }

    /** Completes when no room is here, or after {@code mostMs}. From any thread. */
    public Future<Void> emptied(long mostMs) {
        Promise<Void> empty = Promise.promise();
        long deadline = Monotonic.millis() + mostMs;
        context.runOnContext(v -> lookWhetherEmpty(empty, deadline));
        return empty.future();
    }

    private void lookWhetherEmpty(Promise<Void> empty, long deadline) {
        if (hibernations.isEmpty() || Monotonic.millis() >= deadline) {
            empty.complete();
        } else {
            vertx.setTimer(EMPTY_LOOK_MS, t -> lookWhetherEmpty(empty, deadline));
        }
    }

    /** The node stops: its rooms take nothing more. From any thread; completes when what they had accepted is stored, or refused. */
    public Future<Void> stop() {
        Promise<Void> quiet = Promise.promise();
        context.runOnContext(v -> {
            stopped = true;
            List<Future<Void>> rooms = new ArrayList<>();
            everyRoom(room -> rooms.add(room.stopWithNode()));
            Future.join(rooms).<Void>mapEmpty().otherwiseEmpty().onComplete(quiet);
        });
        return quiet.future();
    }

    /** Rooms in memory. May be called from any thread. */
    public int active() {
        return active;
    }

    private void handle(Exchange<HostCommand, HostCommand.Reply> exchange) {
        if (exchange.body() instanceof GiveBack command) {
            giveBack(command.room());
            exchange.reply(new GivenBack(command.room()));
        } else if (exchange.body() instanceof Ping) {
            exchange.reply(new Pong(settings.membership().holdsLease()));
        } else if (exchange.body() instanceof Activate command) {
            activate(command.room()).onComplete(done -> {
                if (done.succeeded()) {
                    exchange.reply(new Active(command.room()));
                } else {
                    exchange.refuse(Refusal.of(done.cause(), e -> notLoaded(e, command.room())));
                }
            });
        }
    }

    private static Refusal notLoaded(Throwable failure, String room) {
        LOG.error("room {} could not be loaded", room, failure);
        return Code.UNAVAILABLE.refuse("the room could not be loaded");
    }

    private Future<Void> activate(String room) {
        if (stopped || !settings.membership().holdsLease() || !isOurs(room)) {
            return Future.failedFuture(Code.UNAVAILABLE.refuse("the room is moving to another node", MOVING_RETRY_MS));
        }
        Future<Void> underWay = activations.get(room);
        if (underWay != null) {
            return underWay;
        }
        Hibernation hibernation = hibernations.get(room);
        if (hibernation != null && hibernation.stay()) {
            return Future.succeededFuture();
        }
        if (hibernation == null
                && hibernations.size() + claiming >= settings.rooms().active()) {
            return Future.failedFuture(Code.OVERLOADED.refuse("too many rooms in memory (rooms.active)", 1000));
        }
        Future<Void> left = hibernation == null ? Future.succeededFuture() : hibernation.gone();
        Future<Void> activation = left.compose(v -> deploy(room));
        if (!activation.isComplete()) {
            activations.put(room, activation);
            activation.onComplete(v -> activations.remove(room));
        }
        return activation;
    }

    private Future<Void> deploy(String room) {
        claiming++;
        Future<Claim> claimed = settings.store().claim(room, node).onComplete(v -> claiming--);
        return claimed.onFailure(e -> askBack(room)).compose(claim -> {
            Hibernation hibernation = new Hibernation(context);
            RoomVerticle verticle = new RoomVerticle(settings, room, claim, hibernation, gateways);
            hibernations.put(room, hibernation);
            active = hibernations.size();
            hibernation.gone().onComplete(v -> forget(room, hibernation));
            cancelWake(room);
            return vertx.deployVerticle(verticle)
                    .onFailure(e -> hibernation.isGone())
                    .onSuccess(v -> settledIn(room, hibernation, verticle))
                    .mapEmpty();
        });
    }

    /** The store may believe that a living node has the room which lost it, or never heard that it got it. */
    private void askBack(String room) {
        settings.store().owner(room).onSuccess(found -> {
            String owner = found.orElse(node);
            if (!owner.equals(node) && settings.membership().view().nodes().containsKey(owner)) {
                settings.bus().send(Addresses.host(owner), new GiveBack(room));
            }
        });
    }

    private void giveBack(String room) {
        if (isOurs(room) || activations.containsKey(room)) {
            return;
        }
        if (hibernations.containsKey(room)) {
            moving.add(room);
            handOverNext();
        } else {
            // Claimed once more, for only who knows the epoch can release.
            settings.store()
                    .claim(room, node)
                    .compose(claim -> settings.store().release(room, claim.epoch()))
                    .onFailure(e -> {}); // somebody has it already, or will ask again
        }
    }

    /** The cluster may have changed while it was loaded. */
    private void settledIn(String room, Hibernation hibernation, RoomVerticle verticle) {
        hibernation.inhabit(verticle);
        verticle.see(gateways);
        if (!settings.membership().holdsLease()) {
            verticle.loseLease();
        } else if (!isOurs(room)) {
            moving.add(room);
            handOverNext();
        }
    }

    private void forget(String room, Hibernation hibernation) {
        hibernations.remove(room, hibernation);
        active = hibernations.size();
        if (hibernation.mustReload()) {
            reload(room);
        } else if (hibernation.wakeAt() != Long.MAX_VALUE) {
            wakeAt(room, hibernation.wakeAt());
        }
    }

    /** A permission that nobody gave ends then. When this node is gone by that time, others have found the room by its turn. */
    private void wakeAt(String room, long time) {
        long wait = Math.max(1, time - settings.clock().millis());
        wakes.put(room, vertx.setTimer(wait, t -> {
            wakes.remove(room);
            reload(room);
        }));
    }

    private void cancelWake(String room) {
        Long timer = wakes.remove(room);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    /** Has it loaded again, here or where it lives now: it has something unfinished. */
    private void reload(String room) {
        settings.directory().awake(room).onFailure(e -> vertx.setTimer(RELOAD_EVERY_MS, t -> reload(room)));
    }
}
