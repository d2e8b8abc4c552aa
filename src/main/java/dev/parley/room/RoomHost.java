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
import dev.parley.room.lifecycle.HostedRoom;
import dev.parley.room.lifecycle.LeaveReason;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.time.Monotonic;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hosts the rooms of its node: serves {@link Addresses#host}, and acts on each change of the cluster.
 *
 * <p>Rooms that belong to other nodes are handed over, all rooms leave when the node loses its lease, and rooms whose
 * owner died in the middle of a turn are loaded. All state is on the one context that serves the address; the public
 * methods may be called from any thread.
 */
public final class RoomHost {
    private static final Logger LOG = LoggerFactory.getLogger(RoomHost.class);
    private static final long RESUME_RETRY_MS = 1000;
    private static final long EMPTY_CHECK_MS = 10;
    private static final long MOVING_RETRY_MS = 100;

    private final Vertx vertx;
    private final String node;
    private final RoomSettings settings;
    private final RoomLoader loader;
    private final HandOverQueue handOvers;
    private boolean isStopped;
    private Context context;

    public RoomHost(Vertx vertx, RoomSettings settings) {
        this.vertx = vertx;
        this.node = settings.membership().node();
        this.settings = settings;
        this.loader = new RoomLoader(vertx, settings, this::run, this::onLoaded);
        this.handOvers = new HandOverQueue(room -> isOwn(room) ? null : loader.find(room), this::run);
    }

    private void run(Runnable task) {
        context.runOnContext(v -> task.run());
    }

    /** Serves {@link Addresses#host}. Rooms become children of the verticle that calls this, and end with it. */
    public Future<Void> start() {
        context = vertx.getOrCreateContext();
        Promise<Void> ready = Promise.promise();
        run(() -> {
            loader.see(Set.copyOf(settings.membership().view().gatewayNames()));
            Registration registration = settings.bus().serve(Addresses.host(node), this::handle);
            settings.membership().watch((before, now) -> run(() -> onView(before, now)));
            registration.ready().onComplete(ready);
        });
        return ready.future();
    }

    /** Loads those rooms of this node that have unfinished turns: their owner has died, or handed them over. */
    public Future<Void> resumeAnswers() {
        return settings.store()
                .turns()
                .roomsWithOpenTurns(settings.rooms().active())
                .onSuccess(rooms -> rooms.stream().filter(this::isOwn).forEach(room -> {
                    LOG.info("room {} has an unfinished turn: it is loaded to go on with it", room);
                    run(() -> loader.reload(room));
                }))
                .mapEmpty();
    }

    private boolean isOwn(String room) {
        return settings.membership().view().ring().isOwner(node, room);
    }

    private void onView(ClusterView before, ClusterView now) {
        loader.see(Set.copyOf(now.gatewayNames()));
        if (!now.leased()) {
            loader.forEach(room -> room.leave(LeaveReason.LEASE_LOST));
            return;
        }
        Set<String> gone = now.goneSince(before);
        boolean isRingNew = !now.ring().equals(before.ring());
        if (isRingNew) {
            handOvers.add(loader.names().stream().filter(room -> !isOwn(room)).toList());
        }
        if (now.ring().contains(node) && (!gone.isEmpty() || isRingNew || !before.leased())) {
            resumeUntilDone();
        }
    }

    private void resumeUntilDone() {
        resumeAnswers().onFailure(e -> vertx.setTimer(RESUME_RETRY_MS, t -> resumeUntilDone()));
    }

    /** Completes when no room is here, or after {@code mostMs}. */
    public Future<Void> emptied(long mostMs) {
        Promise<Void> empty = Promise.promise();
        long deadline = Monotonic.millis() + mostMs;
        run(() -> completeWhenEmpty(empty, deadline));
        return empty.future();
    }

    private void completeWhenEmpty(Promise<Void> empty, long deadline) {
        if (loader.names().isEmpty() || Monotonic.millis() >= deadline) {
            empty.complete();
        } else {
            vertx.setTimer(EMPTY_CHECK_MS, t -> completeWhenEmpty(empty, deadline));
        }
    }

    /** The node stops: its rooms refuse all commands. Completes when what they had accepted is stored, or refused. */
    public Future<Void> stop() {
        Promise<Void> quiet = Promise.promise();
        run(() -> {
            isStopped = true;
            List<Future<Void>> rooms = new ArrayList<>();
            loader.forEach(room -> rooms.add(room.leave(LeaveReason.NODE_STOPS)));
            Future.join(rooms).<Void>mapEmpty().otherwiseEmpty().onComplete(quiet);
        });
        return quiet.future();
    }

    /** Rooms in memory. */
    public int active() {
        return loader.active();
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
        if (isStopped || !settings.membership().holdsLease() || !isOwn(room)) {
            return Future.failedFuture(Code.UNAVAILABLE.refuse("the room is moving to another node", MOVING_RETRY_MS));
        }
        return loader.load(room);
    }

    private void giveBack(String room) {
        if (isOwn(room) || loader.isLoading(room)) {
            return;
        }
        if (loader.names().contains(room)) {
            handOvers.add(List.of(room));
        } else {
            // Only a node that knows the epoch can release a room: this one claims it for that.
            settings.store()
                    .log()
                    .claim(room, node)
                    .compose(claim -> settings.store().log().release(room, claim.epoch()))
                    .onFailure(e -> {}); // another node has it already, or will ask again
        }
    }

    /** The cluster may have changed while the room was loaded. */
    private void onLoaded(String name) {
        HostedRoom room = loader.find(name);
        if (room != null && !settings.membership().holdsLease()) {
            room.leave(LeaveReason.LEASE_LOST);
        } else if (!isOwn(name)) {
            handOvers.add(List.of(name));
        }
    }
}
