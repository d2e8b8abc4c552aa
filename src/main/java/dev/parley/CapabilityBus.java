package dev.parley;

import dev.parley.bus.Bus;
import dev.parley.bus.Exchange;
import dev.parley.capability.Capability;
import dev.parley.capability.Contributions;
import dev.parley.capability.Mailbox;
import dev.parley.capability.NodeMessages;
import dev.parley.capability.Owned;
import dev.parley.capability.RoomCaller;
import dev.parley.capability.RoomReceipt;
import dev.parley.messages.Addresses;
import dev.parley.messages.CapabilityMessage;
import dev.parley.messages.CapabilityMessage.Letter;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.RoomReply;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What capabilities say to themselves on other nodes and to rooms: one family of messages for all. What nobody here
 * understands is answered with {@code unavailable}, or passed over. From any context.
 */
final class CapabilityBus {
    private static final Logger LOG = LoggerFactory.getLogger(CapabilityBus.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long RETRY_MS = 1000;

    private final Bus bus;
    private final String node;
    private final Supplier<Contributions> contributions;

    CapabilityBus(Bus bus, String node, Supplier<Contributions> contributions) {
        this.bus = bus;
        this.node = node;
        this.contributions = contributions;
    }

    /** Serves this node's mailboxes. */
    Future<Void> listen() {
        return Future.all(
                        bus.serve(Addresses.capability(node), this::onRequest).ready(),
                        bus.subscribe(Addresses.CAPABILITIES, this::onPublished).ready())
                .mapEmpty();
    }

    private void onRequest(Exchange<CapabilityMessage, CapabilityMessage> exchange) {
        Letter letter = (Letter) exchange.body();
        Future<byte[]> reply;
        try {
            reply = mailbox(letter)
                    .orElseThrow(() -> Code.UNAVAILABLE.refuse(
                            "this node does not understand version " + letter.version() + " of " + letter.capability()))
                    .onRequest(letter.version(), letter.bytes());
        } catch (RuntimeException e) {
            reply = Future.failedFuture(e);
        }
        reply.onSuccess(bytes -> exchange.reply(new Letter(letter.capability(), letter.version(), bytes)))
                .onFailure(e -> exchange.refuse(Refusal.of(e, failure -> internal(letter, failure))));
    }

    private void onPublished(CapabilityMessage message) {
        Letter letter = (Letter) message;
        Optional<Mailbox> mailbox = mailbox(letter);
        if (mailbox.isEmpty()) {
            LOG.debug("version {} of {} is not understood here", letter.version(), letter.capability());
            return;
        }
        try {
            mailbox.get().onPublished(letter.version(), letter.bytes());
        } catch (RuntimeException e) {
            LOG.error("the capability {} could not take what was published", letter.capability(), e);
        }
    }

    private Optional<Mailbox> mailbox(Letter letter) {
        return contributions
                .get()
                .mailbox(letter.capability())
                .map(Owned::what)
                .filter(mailbox -> letter.version() <= mailbox.version());
    }

    private static Refusal internal(Letter letter, Throwable failure) {
        LOG.error("the capability {} failed with an internal error", letter.capability(), failure);
        return Code.INTERNAL.refuse("the capability " + letter.capability() + " failed");
    }

    /** A capability's way to itself on other nodes. */
    NodeMessages messages(Capability capability) {
        return new NodeMessages() {
            @Override
            public Future<byte[]> request(String to, int version, byte[] bytes) {
                Letter letter = new Letter(capability.name(), version, bytes);
                return whenOn(capability, () -> bus.request(Addresses.capability(to), letter, PATIENCE))
                        .map(reply -> ((Letter) reply).bytes())
                        .recover(CapabilityBus::refused);
            }

            @Override
            public void publish(int version, byte[] bytes) {
                if (contributions.get().isOn(capability)) {
                    bus.publish(Addresses.CAPABILITIES, new Letter(capability.name(), version, bytes));
                }
            }
        };
    }

    /** A capability's way to its rules in rooms. */
    RoomCaller rooms(Capability capability) {
        return (room, by, id, version, bytes) -> {
            RoomCommand command = new RoomCommand.Decide(capability.name(), version, bytes, id, by);
            return whenOn(capability, () -> bus.request(Addresses.room(room), command, PATIENCE))
                    .map(reply -> (RoomReply.Decided) reply)
                    .map(decided -> new RoomReceipt(decided.seq(), decided.ts(), decided.duplicate(), decided.bytes()))
                    .recover(CapabilityBus::refused);
        };
    }

    private <T> Future<T> whenOn(Capability capability, Supplier<Future<T>> request) {
        try {
            contributions.get().refuseUntilOn(capability);
        } catch (Refusal refusal) {
            return Future.failedFuture(refusal);
        }
        return request.get();
    }

    private static <T> Future<T> refused(Throwable failure) {
        return Future.failedFuture(
                Refusal.of(failure, e -> Code.UNAVAILABLE.refuse("the other side did not answer", RETRY_MS)));
    }
}
