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
import dev.parley.room.lifecycle.LeaveReason;
import dev.parley.room.lifecycle.PendingAppends;
import dev.parley.room.lifecycle.RoomLifecycle;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.room.log.Decisions;
import dev.parley.room.log.EventLog;
import dev.parley.room.log.OverloadRetry;
import dev.parley.room.log.Resend;
import dev.parley.room.rules.Room;
import dev.parley.room.rules.RoomRoster;
import dev.parley.room.rules.TurnPrompt;
import dev.parley.room.turn.Turns;
import dev.parley.store.Claim;
import dev.parley.store.Roster;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One room at its address on the bus: the shell around {@link Room} that gives it a store, a bus and timers.
 *
 * <p>Here are its start, its end and the way in. The parts, each of which knows only those below it, all on the room's
 * context:
 *
 * <pre>
 * RoomCommands         which part carries out a command
 * IncomingMessages     a message or custom event from its admission to its reply
 * Amendments           edits, deletes and reactions, which the store decides
 * Signals              custom events that are not stored
 * StateCommands        the shared state, and patches of it
 * Administrations      who may change the room's settings, members and sanctions, and what follows
 * Decisions            changes that are decided one after the other, as what is set for the room
 * CapabilityDecisions  what capabilities decide
 * Retention            drops what is older than the room keeps
 * RoomDeletion         takes the room away with all that it holds
 * Turns                answers, from the question to their end
 * EventLog             what is stored, and announced once it is committed
 * RollCall             asks the gateways who is connected there
 * RoomLifecycle        how the room leaves memory
 * PresenceNotices      who comes and goes, who types
 * Broadcaster          frames on their way to the gateways
 * Room                 the rules
 * </pre>
 *
 * <p>It starts with a roll call. How it ends is the table of {@link LeaveReason}: callers that wait are refused with
 * {@code unavailable}, and the next command loads the room again.
 */
public final class RoomVerticle extends VerticleBase implements HostedRoom {
    private static final Logger LOG = LoggerFactory.getLogger(RoomVerticle.class);

    private final RoomSettings settings;
    private final Claim claim;
    private final Hibernation hibernation;
    private final Erasure erasure;
    private final Room room;
    private RoomLifecycle lifecycle;
    private RoomCommands commands;
    private RollCall rollCall;
    private List<Registration> registrations;

    /**
     * @param prompts of the claim's turns, by their {@code seq}
     * @param roster its members and sanctions
     * @param lastSaid when users said something last, for a slow mode
     * @param gateways those in view now
     */
    RoomVerticle(
            RoomSettings settings,
            String name,
            Claim claim,
            Map<Long, TurnPrompt> prompts,
            Roster roster,
            Map<String, Long> lastSaid,
            Hibernation hibernation,
            Erasure erasure,
            Set<String> gateways) {
        this.settings = settings;
        this.claim = claim;
        this.hibernation = hibernation;
        this.erasure = erasure;
        this.room = new Room(
                name,
                claim,
                prompts,
                settings.limits(),
                settings.rooms(),
                settings.ai().mentionDepth(),
                settings.assistants(),
                settings.quota(),
                settings.tokens(),
                settings.ids(),
                new RoomRoster(roster),
                settings.clock());
        room.recall(lastSaid);
        room.audience().see(gateways);
    }

    @Override
    public Future<?> start() {
        String node = settings.membership().node();
        Broadcaster broadcaster = new Broadcaster(settings.bus(), node, room, context);
        PresenceNotices presenceNotices = new PresenceNotices(vertx, settings.rooms(), room, broadcaster);
        PendingAppends pendingAppends = new PendingAppends();
        lifecycle =
                new RoomLifecycle(settings, claim, hibernation, room, pendingAppends, presenceNotices::close, context);
        OverloadRetry overloadRetry = new OverloadRetry(vertx, lifecycle);
        EventLog eventLog =
                new EventLog(settings.store().log(), room, broadcaster, lifecycle, overloadRetry, pendingAppends);
        Turns turns = new Turns(vertx, settings, room, broadcaster, lifecycle, eventLog);
        rollCall = new RollCall(vertx, settings, room, broadcaster, presenceNotices, lifecycle);
        Decisions decisions = new Decisions(room, eventLog, lifecycle);
        CapabilityDecisions capabilities = new CapabilityDecisions(settings, room, lifecycle, eventLog);
        StateCommands state = new StateCommands(settings, room, lifecycle, eventLog);
        RoomDeletion deletion =
                new RoomDeletion(settings, room, lifecycle, eventLog, decisions, capabilities, turns, erasure);
        Resend resend = new Resend(settings.store().history(), room.name());
        commands = new RoomCommands(
                settings,
                room,
                lifecycle,
                rollCall,
                presenceNotices,
                new IncomingMessages(settings, room, lifecycle, presenceNotices, eventLog, resend, turns),
                new Amendments(settings, room, eventLog, resend, turns),
                new Signals(room, broadcaster),
                state,
                decisions,
                capabilities,
                turns,
                new Administrations(settings, room, decisions, eventLog, turns, presenceNotices, deletion),
                new Retention(settings, room, eventLog, decisions, capabilities, state, turns, erasure));
        registrations = List.of(
                settings.bus().serve(Addresses.room(node, room.name()), this::handle),
                settings.bus().serve(Addresses.room(room.name()), this::handle));
        LOG.debug("room {} is loaded with epoch {}", room.name(), claim.epoch());
        return rollCall.start().onSuccess(v -> {
            if (lifecycle.isLeaving()) {
                return;
            }
            lifecycle.watchIdle();
            if (claim.takenOver() || rollCall.missesSome()) {
                presenceNotices.tellMembers(settings.limits().members());
            }
            turns.resume();
        });
    }

    @Override
    public Future<Void> leave(LeaveReason reason) {
        Promise<Void> done = Promise.promise();
        context.runOnContext(v -> lifecycle.leave(reason).onComplete(done));
        return done.future();
    }

    @Override
    public void see(Set<String> gateways) {
        context.runOnContext(v -> rollCall.see(gateways));
    }

    private void handle(Exchange<RoomCommand, RoomReply> exchange) {
        if (!settings.membership().holdsLease()) {
            lifecycle.leave(LeaveReason.LEASE_LOST); // before the host says so: this node may have been frozen
        }
        if (lifecycle.isLeaving() && !(exchange.body() instanceof RoomCommand.Present)) {
            exchange.refuse(RoomLifecycle.refusal());
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

    /** An internal error: what the room holds in memory may be wrong, so it is loaded again. */
    private Refusal broken(Throwable failure) {
        LOG.error("room {}: a command failed with an internal error", room.name(), failure);
        lifecycle.leave(LeaveReason.FAILED, "a command failed with an internal error");
        return RoomLifecycle.refusal();
    }

    @Override
    public Future<?> stop() {
        return Future.all(registrations.stream().map(Registration::cancel).toList());
    }
}
