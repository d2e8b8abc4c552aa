package dev.parley.room;

import dev.parley.bus.Exchange;
import dev.parley.bus.Registration;
import dev.parley.messages.Addresses;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.model.Refusal;
import dev.parley.room.audience.Broadcaster;
import dev.parley.room.audience.PresenceNotices;
import dev.parley.room.audience.RollCall;
import dev.parley.room.lifecycle.Hibernation;
import dev.parley.room.lifecycle.HostedRoom;
import dev.parley.room.lifecycle.RoomLifecycle;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.room.log.EventLog;
import dev.parley.room.log.OverloadRetry;
import dev.parley.room.rules.Room;
import dev.parley.room.turn.Turns;
import dev.parley.store.Claim;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One room at its address: the shell around {@link Room} that gives it a store, a bus and timers. The way of a message:
 * rules → append → after the commit: to the gateways, and the answer to the sender.
 *
 * <p>Here are its start, its end and the way in. The rest, each knowing only what stands below it, all on the room's
 * context:
 *
 * <pre>
 * RoomCommands   what each command does
 * Turns          answers, from their start to their end
 * Approvals      tools that wait for a person
 * TurnLog        how far answers are, kept for the next owner
 * EventLog       what is stored, and announced once it is
 * RoomLifecycle  how long the room stays in memory
 * PresenceNotices  who comes and goes, who types
 * RollCall       asks the gateways who is connected there
 * Audience       the gateways, and which of them have answered
 * Broadcaster    frames on their way to the gateways
 * Room           the rules
 * </pre>
 *
 * <p>It starts with a roll call. It ends when it was idle, or when an append failed: then everybody who waits hears
 * {@code unavailable} and the next command loads the room anew.
 */
public final class RoomVerticle extends VerticleBase implements HostedRoom {
    private static final Logger LOG = LoggerFactory.getLogger(RoomVerticle.class);

    private final RoomSettings settings;
    private final Claim claim;
    private final Hibernation hibernation;
    private final Room room;
    private RoomLifecycle roomLifecycle;
    private RoomCommands commands;
    private EventLog eventLog;
    private RollCall rollCall;
    private List<Registration> registrations;

    /** {@code gateways} are in view now. */
    RoomVerticle(RoomSettings settings, String name, Claim claim, Hibernation hibernation, Set<String> gateways) {
        this.settings = settings;
        this.claim = claim;
        this.hibernation = hibernation;
        this.room = new Room(
                name,
                claim,
                settings.limits(),
                settings.rooms(),
                settings.ai().mentionDepth(),
                settings.assistants(),
                settings.quota(),
                settings.tokens(),
                settings.ids());
        room.audience().see(gateways);
    }

    @Override
    public Future<?> start() {
        String node = settings.membership().node();
        Broadcaster broadcaster = new Broadcaster(settings.bus(), node, room, context);
        PresenceNotices presenceNotices = new PresenceNotices(vertx, settings.rooms(), room, broadcaster);
        roomLifecycle = new RoomLifecycle(settings, claim, hibernation, room, presenceNotices::close, context);
        eventLog = new EventLog(
                settings.store(), room, broadcaster, roomLifecycle, new OverloadRetry(vertx, roomLifecycle));
        Turns turns = new Turns(vertx, settings, room, broadcaster, roomLifecycle, eventLog);
        rollCall = new RollCall(vertx, settings, room, broadcaster, presenceNotices, roomLifecycle);
        commands = new RoomCommands(settings, room, roomLifecycle, rollCall, presenceNotices, eventLog, turns);
        registrations = List.of(
                settings.bus().serve(Addresses.room(node, room.name()), this::handle),
                settings.bus().serve(Addresses.room(room.name()), this::handle));
        LOG.debug("room {} is here with epoch {}", room.name(), claim.epoch());
        return rollCall.call().onSuccess(v -> {
            if (roomLifecycle.isLeaving()) {
                return; // meanwhile
            }
            roomLifecycle.watch();
            if (claim.takenOver() || rollCall.missesSome()) {
                presenceNotices.tellMembers(settings.limits().members());
            }
            turns.resume();
        });
    }

    /** It belongs to another node now. From any thread; completes when it was given back. */
    @Override
    public Future<Void> handOver() {
        Promise<Void> free = Promise.promise();
        context.runOnContext(v -> roomLifecycle.handOver(eventLog.idle()).onComplete(free));
        return free.future();
    }

    /** This node may not have rooms any more. From any thread. */
    @Override
    public void loseLease() {
        context.runOnContext(v -> roomLifecycle.endWithNode("this node lost its lease"));
    }

    /** Its node stops. From any thread; completes when nothing is on its way to the store. */
    @Override
    public Future<Void> stopWithNode() {
        Promise<Void> quiet = Promise.promise();
        context.runOnContext(v -> {
            roomLifecycle.stop();
            eventLog.idle().onComplete(quiet);
        });
        return quiet.future();
    }

    /** These gateways are in view now; who was connected to others is gone. From any thread. */
    @Override
    public void see(Set<String> gateways) {
        context.runOnContext(v -> rollCall.see(gateways));
    }

    private void handle(Exchange<RoomCommand, RoomReply> exchange) {
        if (!settings.membership().holdsLease()) {
            roomLifecycle.endWithNode("this node lost its lease"); // before its timers know: it may have been frozen
        }
        if (roomLifecycle.isLeaving() && !(exchange.body() instanceof RoomCommand.Present)) {
            exchange.refuse(RoomLifecycle.moving());
            return;
        }
        Future<RoomReply> reply;
        try {
            reply = exchange.body().handledBy(commands);
        } catch (Refusal refusal) {
            exchange.refuse(refusal);
            return;
        } catch (RuntimeException e) {
            exchange.refuse(broken(e));
            return;
        }
        reply.onComplete(done -> {
            if (done.succeeded()) {
                exchange.reply(done.result());
            } else {
                exchange.refuse(Refusal.of(done.cause(), this::broken));
            }
        });
    }

    /** Our fault: what the room holds in memory may be wrong, so it is loaded anew. */
    private Refusal broken(Throwable failure) {
        LOG.error("room {}: a command was not handled", room.name(), failure);
        roomLifecycle.end("a command was not handled");
        return RoomLifecycle.moving();
    }

    @Override
    public Future<?> stop() {
        return Future.all(registrations.stream().map(Registration::cancel).toList());
    }
}
