package dev.parley.gateway.sockjs;

import dev.parley.config.Limits;
import dev.parley.contract.FrameReader;
import dev.parley.contract.JsonInput;
import dev.parley.gateway.connection.Connection;
import dev.parley.gateway.connection.EntryPoint;
import dev.parley.gateway.fanout.Subscription;
import dev.parley.limit.TokenBucket;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.model.RoomName;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * One client: takes the envelopes of the stock event-bus client ({@code ping}, {@code send}, {@code register},
 * {@code unregister}) and hands what they mean to its {@link Connection}. All of them are counted against
 * {@code limits.frames}, and none is answered by silence. On its gateway's context.
 */
final class BridgeClient {
    private static final String ADDRESS_PREFIX = "room.";

    private final Connection connection;
    private final BridgeTransport wire;
    private final Limits limits;
    private final TokenBucket envelopes;
    private final Map<String, Registered> registered = new HashMap<>(1);

    BridgeClient(Connection connection, BridgeTransport wire, Limits limits) {
        this.connection = connection;
        this.wire = wire;
        this.limits = limits;
        this.envelopes = new TokenBucket(limits.frames());
    }

    void receive(Buffer data) {
        JsonObject envelope = null;
        try {
            envelope = read(data);
            handle(envelope);
        } catch (Refusal refusal) {
            connection.intake().receiveBad(refusal, new BridgeResponder(wire, null, null, answerAddress(envelope)));
        }
    }

    private JsonObject read(Buffer data) {
        // A polling client's request may hold more than one frame may.
        if (data.length() > limits.frame()) {
            throw Code.TOO_LARGE.refuse("an envelope is over limits.frame (" + limits.frame() + " bytes)");
        }
        return JsonInput.object(data.getBytes(), "an envelope", limits.jsonFields());
    }

    private void handle(JsonObject envelope) {
        String type = FrameReader.text(envelope, "type");
        if ("send".equals(type)) { // its frame is counted by the session
            send(envelope);
            return;
        }
        long wait = envelopes.take(System.nanoTime());
        if (wait > 0) {
            throw Code.RATE_LIMITED.refuse("too many envelopes (limits.frames)", wait);
        }
        switch (type == null ? "" : type) {
            case "ping" -> connection.heard();
            case "register" -> register(feedAddress(envelope));
            case "unregister" -> unregister(feedAddress(envelope));
            case "publish" -> throw Code.FORBIDDEN.refuse("publish is not allowed here: send is");
            default -> throw Code.BAD_FRAME.refuse("type must be send, register, unregister or ping");
        }
    }

    private void send(JsonObject envelope) {
        String address = address(envelope);
        if (!address.startsWith(ADDRESS_PREFIX)) {
            throw Code.FORBIDDEN.refuse("no such address: room.<room> is one");
        }
        if (!(envelope.getValue("body") instanceof JsonObject body)) {
            throw Code.BAD_FRAME.refuse("body must be a frame, a JSON object");
        }
        JsonObject frame = body.copy().put("room", address.substring(ADDRESS_PREFIX.length()));
        frame.remove("conversationId");
        connection
                .intake()
                .receive(
                        frame,
                        new BridgeResponder(
                                wire,
                                address + RoomName.EVENTS_SUFFIX,
                                FrameReader.idOf(body),
                                text(envelope, "replyAddress")));
    }

    /** A room may be registered by several names ({@code assistant:me}, {@code assistant:<sub>}): each gets its events. */
    private void register(String address) {
        connection.heard();
        String room = room(address);
        Subscription seated = connection.seats().in(room);
        Registered known = registered.get(room);
        if (known != null && known.seat == seated) {
            known.addresses.add(address);
            wire.alsoAt(known.addresses);
            return;
        }
        if (seated != null) {
            seated.listen(address);
        } else {
            connection.seats().enterQuietly(room, address, true).onFailure(e -> {
                Refusal refusal = Refusal.of(e, other -> Code.INTERNAL.refuse("our fault; see the log"));
                connection.intake().receiveBad(refusal, new BridgeResponder(wire, null, null, address));
            });
        }
        registered.put(room, new Registered(connection.seats().in(room), new LinkedHashSet<>(List.of(address))));
    }

    /** The room is left with the last of its names. */
    private void unregister(String address) {
        connection.heard();
        String room = room(address);
        Registered known = registered.get(room);
        if (known == null || known.seat != connection.seats().in(room)) {
            registered.remove(room);
            connection.seats().leave(room);
        } else if (known.addresses.remove(address)) {
            wire.notAt(address);
            if (known.addresses.isEmpty()) {
                registered.remove(room);
                connection.seats().leave(room);
            } else {
                known.seat.listen(known.addresses.iterator().next());
                wire.alsoAt(known.addresses);
            }
        }
    }

    /** By which addresses a client takes the events of a seat; the first one is the seat's own. */
    private record Registered(Subscription seat, LinkedHashSet<String> addresses) {}

    /** A room's stored name. */
    private String room(String feedAddress) {
        String named =
                feedAddress.substring(ADDRESS_PREFIX.length(), feedAddress.length() - RoomName.EVENTS_SUFFIX.length());
        return EntryPoint.SOCKET.resolve(named, null, connection.identity().user());
    }

    private static String feedAddress(JsonObject envelope) {
        String address = address(envelope);
        boolean isFeed = address.startsWith(ADDRESS_PREFIX)
                && address.endsWith(RoomName.EVENTS_SUFFIX)
                && address.length() > ADDRESS_PREFIX.length() + RoomName.EVENTS_SUFFIX.length();
        if (!isFeed) {
            throw Code.FORBIDDEN.refuse("no such address: room.<room>.events is one");
        }
        return address;
    }

    private static String address(JsonObject envelope) {
        String address = FrameReader.text(envelope, "address");
        if (address == null) {
            throw Code.BAD_FRAME.refuse("address is missing");
        }
        return address;
    }

    /** Where the stock client waits for what becomes of an envelope; null when it does not. */
    private static String answerAddress(JsonObject envelope) {
        if (envelope == null) {
            return null;
        }
        String replyAddress = text(envelope, "replyAddress");
        return replyAddress != null || !"register".equals(envelope.getValue("type"))
                ? replyAddress
                : text(envelope, "address");
    }

    private static String text(JsonObject envelope, String field) {
        return envelope.getValue(field) instanceof String text ? text : null;
    }
}
