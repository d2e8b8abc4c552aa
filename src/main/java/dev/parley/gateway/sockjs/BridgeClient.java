package dev.parley.gateway.sockjs;

import dev.parley.contract.FrameFields;
import dev.parley.contract.FrameReader;
import dev.parley.gateway.connection.Connection;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.connection.EntryPoint;
import dev.parley.gateway.connection.Responder;
import dev.parley.gateway.fanout.Subscription;
import dev.parley.limit.TokenBucket;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.model.RoomName;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Takes the envelopes of one stock event-bus client ({@code ping}, {@code send}, {@code register}, {@code unregister})
 * and hands what they mean to its {@link Connection}. All of them are counted against {@code limits.frames}, and each
 * that goes wrong gets an {@code err} envelope. On its gateway's context.
 */
final class BridgeClient {
    private static final String ADDRESS_PREFIX = "room.";

    private final Connection connection;
    private final BridgeTransport transport;
    private final ConnectionSettings settings;
    private final TokenBucket envelopes;
    private final Map<String, Registered> registered = new HashMap<>(1);

    BridgeClient(Connection connection, BridgeTransport transport, ConnectionSettings settings) {
        this.connection = connection;
        this.transport = transport;
        this.settings = settings;
        this.envelopes = new TokenBucket(settings.limits().frames());
    }

    void receive(Buffer data) {
        FrameFields envelope = null;
        try {
            envelope = read(data);
            handle(envelope);
        } catch (Refusal refusal) {
            refuse(refusal, replyAddress(envelope));
        }
    }

    private FrameFields read(Buffer data) {
        // A polling client's request may hold more than one frame may.
        long most = settings.limits().frame();
        if (data.length() > most) {
            throw Code.TOO_LARGE.refuse("an envelope is over limits.frame (" + most + " bytes)");
        }
        return settings.reader().envelope(data.getBytes());
    }

    private void handle(FrameFields envelope) {
        String type = envelope.text("type");
        if ("send".equals(type)) { // its frame is counted by the inbox
            send(envelope);
            return;
        }
        long wait = envelopes.take(System.nanoTime());
        if (wait > 0) {
            throw Code.RATE_LIMITED.refuse("too many envelopes (limits.frames)", wait);
        }
        switch (type == null ? "" : type) {
            case "ping" -> connection.onActivity();
            case "register" -> register(eventsAddress(envelope), replyAddress(envelope));
            case "unregister" -> unregister(eventsAddress(envelope));
            case "publish" -> throw Code.FORBIDDEN.refuse("publish is not allowed; use send");
            default -> throw Code.BAD_FRAME.refuse("type must be send, register, unregister or ping");
        }
    }

    private void send(FrameFields envelope) {
        String address = address(envelope);
        if (!address.startsWith(ADDRESS_PREFIX)) {
            throw Code.FORBIDDEN.refuse("no such address; send to room.<room>");
        }
        if (!(envelope.get("body") instanceof FrameFields body)) {
            throw Code.BAD_FRAME.refuse("body must be a frame, a JSON object");
        }
        Responder responder = new BridgeResponder(
                transport, address + RoomName.EVENTS_SUFFIX, FrameReader.idOf(body), text(envelope, "replyAddress"));
        connection.inbox().receive(body, address.substring(ADDRESS_PREFIX.length()), responder);
    }

    /**
     * A room may be registered by several names ({@code assistant:me}, {@code assistant:<sub>}): each gets its events.
     */
    private void register(String address, String replyAddress) {
        connection.onActivity();
        String room = room(address);
        boolean isNew = connection.subscriptions().in(room) == null;
        connection
                .subscriptions()
                .admit(room, address, true)
                .onSuccess(subscription -> register(subscription, isNew, address))
                .onFailure(e -> refuse(e, replyAddress));
    }

    private void register(Subscription subscription, boolean isNew, String address) {
        String room = subscription.subscribers().room();
        Registered known = registered.get(room);
        if (known != null && known.subscription == subscription) {
            known.addresses.add(address);
            transport.deliverAlsoAt(known.addresses);
            return;
        }
        transport.stopDeliveringAt(address); // what it registered before it was taken out of the room
        subscription.listen(address);
        registered.put(room, new Registered(subscription, new LinkedHashSet<>(List.of(address))));
        if (isNew) {
            connection.subscriptions().subscribe(room, address, true).onFailure(e -> refuse(e, address));
        }
    }

    private void refuse(Throwable failure, String replyAddress) {
        connection.inbox().receiveBad(failure, new BridgeResponder(transport, null, null, replyAddress));
    }

    /** The room is left with the last of its names. */
    private void unregister(String address) {
        connection.onActivity();
        String room = room(address);
        Registered known = registered.get(room);
        if (known == null || known.subscription != connection.subscriptions().in(room)) {
            registered.remove(room);
            connection.subscriptions().leave(room);
        } else if (known.addresses.remove(address)) {
            transport.stopDeliveringAt(address);
            if (known.addresses.isEmpty()) {
                registered.remove(room);
                connection.subscriptions().leave(room);
            } else {
                known.subscription.listen(known.addresses.iterator().next());
                transport.deliverAlsoAt(known.addresses);
            }
        }
    }

    /** The addresses at which a client takes the events of a room; the first one is the subscription's own. */
    private record Registered(Subscription subscription, LinkedHashSet<String> addresses) {}

    /** A room's stored name. */
    private String room(String feedAddress) {
        String named =
                feedAddress.substring(ADDRESS_PREFIX.length(), feedAddress.length() - RoomName.EVENTS_SUFFIX.length());
        return EntryPoint.SOCKET.resolve(named, null, connection.identity().user());
    }

    private static String eventsAddress(FrameFields envelope) {
        String address = address(envelope);
        boolean isFeed = address.startsWith(ADDRESS_PREFIX)
                && address.endsWith(RoomName.EVENTS_SUFFIX)
                && address.length() > ADDRESS_PREFIX.length() + RoomName.EVENTS_SUFFIX.length();
        if (!isFeed) {
            throw Code.FORBIDDEN.refuse("no such address; register room.<room>.events");
        }
        return address;
    }

    private static String address(FrameFields envelope) {
        String address = envelope.text("address");
        if (address == null) {
            throw Code.BAD_FRAME.refuse("address is missing");
        }
        return address;
    }

    /** Where the stock client waits for the result of an envelope; null when it does not. */
    private static String replyAddress(FrameFields envelope) {
        if (envelope == null) {
            return null;
        }
        String replyAddress = text(envelope, "replyAddress");
        return replyAddress != null || !"register".equals(envelope.get("type"))
                ? replyAddress
                : text(envelope, "address");
    }

    private static String text(FrameFields envelope, String field) {
        return envelope.get(field) instanceof String text ? text : null;
    }
}
