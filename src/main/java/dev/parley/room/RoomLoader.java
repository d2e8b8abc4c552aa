package dev.parley.room;

import dev.parley.messages.Addresses;
import dev.parley.messages.HostCommand.GiveBack;
import dev.parley.model.Code;
import dev.parley.room.lifecycle.Hibernation;
import dev.parley.room.lifecycle.Hibernation.State;
import dev.parley.room.lifecycle.HostedRoom;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.room.rules.TurnPrompt;
import dev.parley.store.Claim;
import dev.parley.store.Roster;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Loads rooms into the memory of its node: claims a room in the store, then deploys it; and knows those that are
 * loaded.
 *
 * <p>Callers that ask for one room at a time share the work. A room that is gone is loaded again, here or on its node
 * of that time, if it left something unfinished, or once a tool call that waits in it expires. All on the host's
 * context, except {@link #active}. At most {@code rooms.active} rooms.
 */
final class RoomLoader {
    private static final long RELOAD_RETRY_MS = 1000;

    private final Vertx vertx;
    private final RoomSettings settings;
    private final String node;
    private final Executor hostContext;
    private final Consumer<String> onLoaded;
    private final Erasure erasure;
    /** Rooms in memory, or on their way in or out. */
    private final Map<String, Hibernation> hibernations = new HashMap<>();

    private final Map<String, Future<Void>> activations = new HashMap<>();
    /** Timers of rooms that sleep while a tool call waits for a person; each stands for a stored turn. */
    private final Map<String, Long> wakeTimers = new HashMap<>();

    /** Every gateway in view; one set for all rooms. */
    private Set<String> gateways = Set.of();
    /** Rooms that are being claimed and have no entry in {@link #hibernations} yet. */
    private int claiming;

    private volatile int active;

    /** @param onLoaded called with the name of each room that has started */
    RoomLoader(Vertx vertx, RoomSettings settings, Executor hostContext, Consumer<String> onLoaded) {
        this.vertx = vertx;
        this.settings = settings;
        this.node = settings.membership().node();
        this.hostContext = hostContext;
        this.onLoaded = onLoaded;
        this.erasure = new Erasure(vertx, settings.store().log(), hostContext);
    }

    /** Rooms in memory. May be called from any thread. */
    int active() {
        return active;
    }

    Set<String> names() {
        return hibernations.keySet();
    }

    /** Whether the room is in memory, or about to be. */
    boolean isLoading(String room) {
        return activations.containsKey(room);
    }

    /** The room of this name that has started; null if there is none. */
    HostedRoom find(String room) {
        Hibernation hibernation = hibernations.get(room);
        return hibernation == null ? null : hibernation.room();
    }

    void forEach(Consumer<HostedRoom> action) {
        hibernations.values().stream()
                .map(Hibernation::room)
                .filter(Objects::nonNull)
                .forEach(action);
    }

    /** These gateways are in view now: tells all rooms, if that is news. */
    void see(Set<String> inView) {
        if (!inView.equals(gateways)) {
            gateways = inView;
            forEach(room -> room.see(inView));
        }
    }

    /** Completes when the room can be reached at its address. */
    Future<Void> load(String room) {
        Future<Void> underWay = activations.get(room);
        if (underWay != null) {
            return underWay;
        }
        Hibernation hibernation = hibernations.get(room);
        if (hibernation != null && hibernation.to(State.AWAKE)) {
            return Future.succeededFuture();
        }
        if (hibernation == null
                && hibernations.size() + claiming >= settings.rooms().active()) {
            return Future.failedFuture(Code.OVERLOADED.refuse("too many rooms in memory (rooms.active)", 1000));
        }
        Future<Void> left = hibernation == null ? Future.succeededFuture() : hibernation.gone();
        Future<Void> activation = left.compose(v -> claimAndDeploy(room));
        if (!activation.isComplete()) {
            activations.put(room, activation);
            activation.onComplete(v -> activations.remove(room));
        }
        return activation;
    }

    private Future<Void> claimAndDeploy(String room) {
        claiming++;
        return claim(room).onComplete(v -> claiming--).compose(claimed -> deploy(room, claimed));
    }

    /** What is read of a room before anybody sees it. */
    private record Claimed(Claim claim, Map<Long, TurnPrompt> prompts, Roster roster, Map<String, Long> lastSaid) {}

    private Future<Claimed> claim(String room) {
        return settings.store()
                .log()
                .claim(room, node)
                .onSuccess(claim -> settings.observer().claimed())
                .onFailure(e -> askOwnerToGiveBack(room))
                .compose(claim -> {
                    Future<Map<Long, TurnPrompt>> prompts =
                            OpenPrompts.read(settings.store().history(), room, claim);
                    long now = settings.clock().millis();
                    Future<Roster> roster = settings.store().rosters().roster(room, now);
                    Future<Map<String, Long>> lastSaid =
                            RecentSenders.read(settings.store().history(), room, claim, now);
                    return Future.all(prompts, roster, lastSaid)
                            .map(v -> new Claimed(claim, prompts.result(), roster.result(), lastSaid.result()));
                });
    }

    private Future<Void> deploy(String room, Claimed claimed) {
        Hibernation hibernation = new Hibernation(hostContext);
        RoomVerticle verticle = new RoomVerticle(
                settings,
                room,
                claimed.claim(),
                claimed.prompts(),
                claimed.roster(),
                claimed.lastSaid(),
                hibernation,
                erasure,
                gateways);
        hibernations.put(room, hibernation);
        active = hibernations.size();
        hibernation.gone().onComplete(v -> onGone(room, hibernation));
        cancelWake(room);
        return vertx.deployVerticle(verticle)
                .onFailure(e -> hibernation.to(State.GONE))
                .onSuccess(v -> {
                    hibernation.onStarted(verticle);
                    verticle.see(gateways); // they may have changed since
                    onLoaded.accept(room);
                })
                .mapEmpty();
    }

    /** The store may name a living node as owner that has lost the room, or never learned that it got it. */
    private void askOwnerToGiveBack(String room) {
        settings.store().log().owner(room).onSuccess(found -> {
            String owner = found.orElse(node);
            if (!owner.equals(node) && settings.membership().view().nodes().containsKey(owner)) {
                settings.bus().send(Addresses.host(owner), new GiveBack(room));
            }
        });
    }

    private void onGone(String room, Hibernation hibernation) {
        hibernations.remove(room, hibernation);
        active = hibernations.size();
        if (hibernation.mustReload()) {
            reload(room);
        } else if (hibernation.wakeAt() != Long.MAX_VALUE) {
            wakeAt(room, hibernation.wakeAt());
        }
    }

    /**
     * A tool call expires then. If this node is gone by that time, another has loaded the room for its unfinished turn.
     */
    private void wakeAt(String room, long time) {
        long wait = Math.max(1, time - settings.clock().millis());
        wakeTimers.put(room, vertx.setTimer(wait, t -> {
            wakeTimers.remove(room);
            reload(room);
        }));
    }

    private void cancelWake(String room) {
        Long timer = wakeTimers.remove(room);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    /** Has the room loaded, here or on the node that it belongs to now, and tries until that succeeds. */
    void reload(String room) {
        settings.directory().awake(room).onFailure(e -> vertx.setTimer(RELOAD_RETRY_MS, t -> reload(room)));
    }
}
