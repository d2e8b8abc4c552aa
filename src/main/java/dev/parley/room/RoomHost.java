package dev.parley.room;

import dev.parley.bus.Exchange;
import dev.parley.bus.Refusal;
import dev.parley.bus.Subscription;
import dev.parley.protocol.Addresses;
import dev.parley.protocol.Code;
import dev.parley.protocol.HostCommand;
import dev.parley.protocol.HostCommand.Activate;
import dev.parley.protocol.HostCommand.Reply.Active;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings rooms into memory on its node: claims a room in the store, then deploys it. Callers that ask for one room at a
 * time share the work. All state is kept on the one context that serves its address.
 */
public final class RoomHost {
    private static final Logger LOG = LoggerFactory.getLogger(RoomHost.class);
    private static final long RELOAD_EVERY_MS = 1000;

    private final Vertx vertx;
    private final String node;
    private final RoomSettings settings;
    /** Rooms in memory or on the way in or out of it. */
    private final Map<String, Residence> residences = new HashMap<>();

    private final Map<String, Future<Void>> activations = new HashMap<>();
    private volatile int active;
    /** Rooms that are being claimed and have no residence yet. */
    private int claiming;

    private Context context;
    private Subscription subscription;

    public RoomHost(Vertx vertx, String node, RoomSettings settings) {
        this.vertx = vertx;
        this.node = node;
        this.settings = settings;
    }

    /** Serves {@link Addresses#host}. Called outside of any verticle, so that rooms are nobody's children. */
    public Future<Void> start() {
        context = vertx.getOrCreateContext();
        Promise<Void> ready = Promise.promise();
        context.runOnContext(v -> {
            subscription = settings.bus().serve(Addresses.host(node), this::handle);
            subscription.ready().onComplete(ready);
        });
        return ready.future();
    }

    /** Wakes the rooms whose answers were in progress when their owner died. */
    public Future<Void> resumeAnswers() {
        return settings.store()
                .roomsWithTurns(settings.rooms().active())
                .onSuccess(rooms -> {
                    for (String room : rooms) {
                        LOG.info("room {} has an unfinished answer: it starts again", room);
                        context.runOnContext(v -> reload(room));
                    }
                })
                .mapEmpty();
    }

    /** Rooms in memory. May be called from any thread. */
    public int active() {
        return active;
    }

    public Future<Void> stop() {
        return subscription.cancel();
    }

    private void handle(Exchange<HostCommand, HostCommand.Reply> exchange) {
        if (exchange.body() instanceof Activate command) {
            activate(command.room()).onComplete(done -> {
                if (done.succeeded()) {
                    exchange.answer(new Active(command.room()));
                } else {
                    exchange.refuse(refusal(done.cause(), command.room()));
                }
            });
        }
    }

    private static Refusal refusal(Throwable failure, String room) {
        if (failure instanceof Refusal refusal) {
            return refusal;
        }
        LOG.error("room {} could not be loaded", room, failure);
        return Code.UNAVAILABLE.refuse("the room could not be loaded");
    }

    private Future<Void> activate(String room) {
        Future<Void> underWay = activations.get(room);
        if (underWay != null) {
            return underWay;
        }
        Residence residence = residences.get(room);
        if (residence != null && residence.stay()) {
            return Future.succeededFuture();
        }
        if (residence == null
                && residences.size() + claiming >= settings.rooms().active()) {
            return Future.failedFuture(Code.OVERLOADED.refuse("too many rooms in memory (rooms.active)", 1000));
        }
        Future<Void> left = residence == null ? Future.succeededFuture() : residence.gone();
        Future<Void> activation = left.compose(v -> deploy(room));
        if (!activation.isComplete()) {
            activations.put(room, activation);
            activation.onComplete(v -> activations.remove(room));
        }
        return activation;
    }

    private Future<Void> deploy(String room) {
        claiming++;
        return settings.store().claim(room, node).onComplete(v -> claiming--).compose(claim -> {
            Residence residence = new Residence(context);
            residences.put(room, residence);
            active = residences.size();
            residence.gone().onComplete(v -> forget(room, residence));
            return vertx.deployVerticle(new RoomVerticle(settings, room, claim, residence))
                    .onFailure(e -> residence.isGone())
                    .mapEmpty();
        });
    }

    private void forget(String room, Residence residence) {
        residences.remove(room, residence);
        active = residences.size();
        if (residence.mustReload()) {
            reload(room);
        }
    }

    private void reload(String room) {
        activate(room).onFailure(e -> vertx.setTimer(RELOAD_EVERY_MS, t -> reload(room)));
    }
}
