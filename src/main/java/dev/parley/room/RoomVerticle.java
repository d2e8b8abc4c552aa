package dev.parley.room;

import dev.parley.bus.Exchange;
import dev.parley.bus.Refusal;
import dev.parley.bus.Subscription;
import dev.parley.protocol.Addresses;
import dev.parley.protocol.RoomCommand;
import dev.parley.protocol.RoomReply;
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
 * Ledger         what is stored, and announced once it is
 * Lifetime       how long the room stays in memory
 * Notices        who comes and goes, who types
 * RollCall       asks the gateways who is connected there
 * Audience       the gateways, and which of them have answered
 * Broadcaster    frames on their way to the gateways
 * Room           the rules
 * </pre>
 *
 * <p>It starts with a roll call. It ends when it was idle, or when an append failed: then everybody who waits hears
 * {@code unavailable} and the next command loads the room anew.
 */
final class RoomVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(RoomVerticle.class);

    private final RoomSettings settings;
    private final Claim claim;
    private final Residence residence;
    private final Room room;
    private Lifetime lifetime;
    private RoomCommands commands;
    private Ledger ledger;
    private RollCall rollCall;
    private List<Subscription> subscriptions;

    /** {@code gateways} are in view now. */
    RoomVerticle(RoomSettings settings, String name, Claim claim, Residence residence, Set<String> gateways) {
        this.settings = settings;
        this.claim = claim;
        this.residence = residence;
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
        Notices notices = new Notices(vertx, settings.rooms(), room, broadcaster);
        lifetime = new Lifetime(settings, claim, residence, room, notices, context);
        ledger = new Ledger(settings.store(), room, broadcaster, lifetime, new Retry(vertx, lifetime));
        Turns turns = new Turns(vertx, settings, room, broadcaster, lifetime, ledger);
        rollCall = new RollCall(vertx, settings, room, broadcaster, notices, lifetime);
        commands = new RoomCommands(settings, room, lifetime, rollCall, notices, ledger, turns);
        subscriptions = List.of(
                settings.bus().serve(Addresses.room(node, room.name()), this::handle),
                settings.bus().serve(Addresses.room(room.name()), this::handle));
        LOG.debug("room {} is here with epoch {}", room.name(), claim.epoch());
        return rollCall.call().onSuccess(v -> {
            if (lifetime.isLeaving()) {
                return; // meanwhile
            }
            lifetime.watch();
            if (claim.takenOver() || rollCall.missesSome()) {
                notices.tellMembers(settings.limits().members());
            }
            turns.resume();
        });
    }

    /** It belongs to another node now. From any thread; completes when it was given back. */
    Future<Void> handOver() {
        Promise<Void> free = Promise.promise();
        context.runOnContext(v -> lifetime.handOver(ledger.idle()).onComplete(free));
        return free.future();
    }

    /** This node may not have rooms any more. From any thread. */
    void loseLease() {
        context.runOnContext(v -> lifetime.endWithNode("this node lost its lease"));
    }

    /** Its node stops. From any thread; completes when nothing is on its way to the store. */
    Future<Void> stopWithNode() {
        Promise<Void> quiet = Promise.promise();
        context.runOnContext(v -> {
            lifetime.stop();
            ledger.idle().onComplete(quiet);
        });
        return quiet.future();
    }

    /** These gateways are in view now; who was connected to others is gone. From any thread. */
    void see(Set<String> gateways) {
        context.runOnContext(v -> rollCall.see(gateways));
    }

    private void handle(Exchange<RoomCommand, RoomReply> exchange) {
        if (!settings.membership().holdsLease()) {
            lifetime.endWithNode("this node lost its lease"); // before its timers know: it may have been frozen
        }
        if (lifetime.isLeaving() && !(exchange.body() instanceof RoomCommand.Present)) {
            exchange.refuse(Lifetime.moving());
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
                exchange.answer(done.result());
            } else {
                exchange.refuse(done.cause() instanceof Refusal refusal ? refusal : broken(done.cause()));
            }
        });
    }

    /** Our fault: what the room holds in memory may be wrong, so it is loaded anew. */
    private Refusal broken(Throwable failure) {
        LOG.error("room {}: a command was not handled", room.name(), failure);
        lifetime.end("a command was not handled");
        return Lifetime.moving();
    }

    @Override
    public Future<?> stop() {
        return Future.all(subscriptions.stream().map(Subscription::cancel).toList());
    }
}
