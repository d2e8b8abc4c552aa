package dev.parley.room;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.parley.bus.Refusal;
import dev.parley.protocol.Addresses;
import dev.parley.protocol.Code;
import dev.parley.protocol.GatewayEvent;
import dev.parley.protocol.Monotonic;
import dev.parley.store.Claim;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * How long a room stays in memory: until it was idle, or until it failed. Either way gateways are told before, the claim
 * is released, and the verticle goes. On the room's context; {@link Residence} is what the host sees of it.
 */
final class Lifetime {
    private static final Logger LOG = LoggerFactory.getLogger(Lifetime.class);
    /** After it was announced that a room leaves memory, commands under way still arrive for so long. */
    private static final long GRACE_MS = 300;
    /** What is on its way to the store has so long before the room is given back without it; the fence takes care of it. */
    private static final long SETTLE_MS_MAX = 2000;

    private final RoomSettings settings;
    private final Claim claim;
    private final Residence residence;
    private final Room room;
    private final Notices notices;
    private final Context context;
    private final Vertx vertx;
    private long usedAt = Monotonic.millis();

    Lifetime(RoomSettings settings, Claim claim, Residence residence, Room room, Notices notices, Context context) {
        this.settings = settings;
        this.claim = claim;
        this.residence = residence;
        this.room = room;
        this.notices = notices;
        this.context = context;
        this.vertx = context.owner();
    }

    /** What everybody hears who asks a room that leaves. */
    static Refusal moving() {
        return Code.UNAVAILABLE.refuse("the room is being loaded anew: send it again with the same id");
    }

    /** From now on the room sleeps when it was idle. */
    void watch() {
        long idleMs = settings.rooms().idleTimeout().toMillis();
        vertx.setPeriodic(Math.max(1, idleMs / 2), t -> sleepIfIdle(idleMs));
    }

    /** The room is in use. */
    void touch() {
        usedAt = Monotonic.millis();
        // A command that was under way when the room announced its sleep wakes it.
        residence.stay();
    }

    boolean isLeaving() {
        return residence.isLeaving();
    }

    /** A room that is leaving has something unfinished: it is loaded anew even if nobody asks for it. */
    void leaveUnfinished() {
        residence.fail(true);
    }

    /** As {@link #end}, for one who waits. */
    <T> Future<T> fail(String why) {
        end(why);
        return Future.failedFuture(moving());
    }

    /** The room leaves for what all rooms of this node leave for: the store or the lease are away, which is told once. */
    void endWithNode(String why) {
        end(why, Level.DEBUG);
    }

    /** The store has only what came up to {@code seq}, and less than the room: those who are here start over. */
    void wentBack(long seq, String why) {
        settings.bus().publish(Addresses.GATEWAYS, new GatewayEvent.WentBack(room.name(), room.epoch(), seq));
        end(why);
    }

    /** The room leaves, to be loaded anew; the first reason counts. */
    void end(String why) {
        end(why, Level.WARN);
    }

    private void end(String why, Level level) {
        // What is under way may be stored: those who are here learn of it from the next one's roll call.
        if (residence.fail(room.hasAnswers() || room.presence().count() > 0)) {
            LOG.atLevel(level).log("room {} (epoch {}) is loaded anew: {}", room.name(), room.epoch(), why);
            room.answers().all().forEach(Answer::end);
            notices.close();
            announceSleep();
            vertx.setTimer(GRACE_MS, t -> undeploy());
        }
    }

    /**
     * The room belongs to another node from now on: newcomers hear {@code unavailable}, what is on its way to the store
     * is finished and answered, then the room is given back. Answers go on there. Completes when it is free.
     */
    Future<Void> handOver(Future<Void> settled) {
        if (!residence.fail(room.hasAnswers() || room.presence().count() > 0)) {
            return residence.gone();
        }
        room.answers().all().forEach(Answer::end);
        notices.close();
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
    void stop() {
        if (residence.fail(false)) {
            room.answers().all().forEach(Answer::end);
        }
    }

    private void sleepIfIdle(long idleMs) {
        if (Monotonic.millis() - usedAt >= idleMs && !room.isBusy() && residence.doze()) {
            announceSleep();
            vertx.setTimer(GRACE_MS, t -> {
                if (room.isBusy()) {
                    residence.stay();
                } else if (residence.leaveIfDrowsy()) {
                    residence.wakeAt(room.answers().expiresAt());
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
        return residence
                .settled()
                .compose(v -> vertx.undeploy(context.deploymentID()))
                .onComplete(v -> residence.isGone());
    }
}
