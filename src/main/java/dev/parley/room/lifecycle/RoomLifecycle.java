package dev.parley.room.lifecycle;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.messages.Addresses;
import dev.parley.messages.GatewayEvent;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.room.rules.LiveTurn;
import dev.parley.room.rules.Room;
import dev.parley.store.Claim;
import dev.parley.time.Monotonic;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * How long a room stays in memory: until it was idle, or until it failed. Either way gateways are told before, the claim
 * is released, and the verticle goes. On the room's context; {@link Hibernation} is what the host sees of it.
 */
public final class RoomLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RoomLifecycle.class);
    /** After it was announced that a room leaves memory, commands under way still arrive for so long. */
    private static final long GRACE_MS = 300;
    /** What is on its way to the store has so long before the room is given back without it; the fence takes care of it. */
    private static final long SETTLE_MS_MAX = 2000;

    private final RoomSettings settings;
    private final Claim claim;
    private final Hibernation hibernation;
    private final Room room;
    private final Runnable farewell;
    private final Context context;
    private final Vertx vertx;
    private long usedAt = Monotonic.millis();

    public RoomLifecycle(
            RoomSettings settings,
            Claim claim,
            Hibernation hibernation,
            Room room,
            Runnable farewell,
            Context context) {
        this.settings = settings;
        this.claim = claim;
        this.hibernation = hibernation;
        this.room = room;
        this.farewell = farewell;
        this.context = context;
        this.vertx = context.owner();
    }

    /** What everybody hears who asks a room that leaves. */
    public static Refusal moving() {
        return Code.UNAVAILABLE.refuse("the room is being loaded anew: send it again with the same id");
    }

    /** From now on the room sleeps when it was idle. */
    public void watch() {
        long idleMs = settings.rooms().idleTimeout().toMillis();
        vertx.setPeriodic(Math.max(1, idleMs / 2), t -> sleepIfIdle(idleMs));
    }

    /** The room is in use. */
    public void touch() {
        usedAt = Monotonic.millis();
        // A command that was under way when the room announced its sleep wakes it.
        hibernation.stay();
    }

    public boolean isLeaving() {
        return hibernation.isLeaving();
    }

    /** A room that is leaving has something unfinished: it is loaded anew even if nobody asks for it. */
    public void leaveUnfinished() {
        hibernation.fail(true);
    }

    /** As {@link #end}, for one who waits. */
    public <T> Future<T> fail(String why) {
        end(why);
        return Future.failedFuture(moving());
    }

    /** The room leaves for what all rooms of this node leave for: the store or the lease are away, which is told once. */
    public void endWithNode(String why) {
        end(why, Level.DEBUG);
    }

    /** The store has only what came up to {@code seq}, and less than the room: those who are here start over. */
    public void wentBack(long seq, String why) {
        settings.bus().publish(Addresses.GATEWAYS, new GatewayEvent.WentBack(room.name(), room.epoch(), seq));
        end(why);
    }

    /** The room leaves, to be loaded anew; the first reason counts. */
    public void end(String why) {
        end(why, Level.WARN);
    }

    private void end(String why, Level level) {
        // What is under way may be stored: those who are here learn of it from the next one's roll call.
        if (hibernation.fail(room.hasAnswers() || room.presence().count() > 0)) {
            settings.observer().left("failed");
            LOG.atLevel(level).log("room {} (epoch {}) is loaded anew: {}", room.name(), room.epoch(), why);
            room.answers().all().forEach(LiveTurn::end);
            farewell.run();
            announceSleep();
            vertx.setTimer(GRACE_MS, t -> undeploy());
        }
    }

    /**
     * The room belongs to another node from now on: newcomers hear {@code unavailable}, what is on its way to the store
     * is finished and answered, then the room is given back. Answers go on there. Completes when it is free.
     */
    public Future<Void> handOver(Future<Void> settled) {
        if (!hibernation.fail(room.hasAnswers() || room.presence().count() > 0)) {
            return hibernation.gone();
        }
        settings.observer().left("moved");
        room.answers().all().forEach(LiveTurn::end);
        farewell.run();
        Promise<Void> free = Promise.promise();
        long impatience = vertx.setTimer(SETTLE_MS_MAX, t -> free.tryComplete());
        settled.onComplete(v -> free.tryComplete());
        return free.future()
                .compose(v -> settings.store().release(room.name(), claim.epoch()))
                .onComplete(released -> {
                    vertx.cancelTimer(impatience);
                    announceSleep();
                    vertx.setTimer(GRACE_MS, t -> {
                        if (released.succeeded()) {
                            leaveMemory();
                        } else {
                            undeploy(); // releases once more
                        }
                    });
                })
                .otherwiseEmpty();
    }

    /** The node stops: nothing begins here any more, and answers go on where the room is loaded next. */
    public void stop() {
        if (hibernation.fail(false)) {
            room.answers().all().forEach(LiveTurn::end);
        }
    }

    private void sleepIfIdle(long idleMs) {
        if (Monotonic.millis() - usedAt >= idleMs && !room.isBusy() && hibernation.doze()) {
            announceSleep();
            vertx.setTimer(GRACE_MS, t -> {
                if (room.isBusy()) {
                    hibernation.stay();
                } else if (hibernation.leaveIfDrowsy()) {
                    settings.observer().left("idle");
                    hibernation.wakeAt(room.answers().expiresAt());
                    undeploy();
                }
            });
        }
    }

    private void announceSleep() {
        settings.bus()
                .publish(
                        Addresses.GATEWAYS,
                        new GatewayEvent.Asleep(
                                room.name(), room.epoch(), room.presence().count()));
    }

    @CanIgnoreReturnValue
    private Future<Void> undeploy() {
        return settings.store()
                .release(room.name(), claim.epoch())
                .otherwiseEmpty()
                .compose(v -> leaveMemory());
    }

    @CanIgnoreReturnValue
    private Future<Void> leaveMemory() {
        // A start that waits for its roll call would outlive an attempt to undeploy it, at an address where nobody
        // serves.
        return hibernation
                .settled()
                .compose(v -> vertx.undeploy(context.deploymentID()))
                .onComplete(v -> hibernation.isGone());
    }
}
