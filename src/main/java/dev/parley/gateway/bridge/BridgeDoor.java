package dev.parley.gateway.bridge;

import dev.parley.auth.Identity;
import dev.parley.bus.Refusal;
import dev.parley.config.Limits;
import dev.parley.gateway.fanout.Seat;
import dev.parley.gateway.http.Bearers;
import dev.parley.gateway.http.Problem;
import dev.parley.gateway.session.Admission;
import dev.parley.gateway.session.Door;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.session.SessionSettings;
import dev.parley.gateway.session.Sessions;
import dev.parley.protocol.Code;
import dev.parley.protocol.FrameReader;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code /eventbus/*}. Each request, on every transport, is identified and its Origin checked; each envelope is handed to
 * the client's {@link Session}. On its gateway's context.
 */
public final class BridgeDoor {
    private static final String IDENTITY = "parley.identity";
    private static final String ADDRESS_PREFIX = "room.";
    private static final String EVENTS_SUFFIX = ".events";

    private final Vertx vertx;
    private final Bearers bearers;
    private final Admission admission;
    private final Sessions sessions;
    private final SessionSettings settings;
    private final Limits limits;
    private final Supplier<String> connectionIds;
    private final Map<SockJSSocket, Client> clients = new HashMap<>();

    private record Client(Session session, BridgeWire wire) {}

    public BridgeDoor(
            Vertx vertx,
            Bearers bearers,
            Admission admission,
            Sessions sessions,
            SessionSettings settings,
            Supplier<String> connectionIds) {
        this.vertx = vertx;
        this.bearers = bearers;
        this.admission = admission;
        this.sessions = sessions;
        this.settings = settings;
        this.limits = settings.limits();
        this.connectionIds = connectionIds;
    }

    /** The routes below {@code /eventbus}. */
    public Router routes() {
        SockJSHandlerOptions options = new SockJSHandlerOptions()
                .setMaxBytesStreaming(Math.toIntExact(limits.outbox()))
                .addDisabledTransport("JSON_P")
                .addDisabledTransport("HTML_FILE")
                .addDisabledTransport("EVENT_SOURCE");
        SockJSBridgeOptions bridge =
                new SockJSBridgeOptions().setPingTimeout(limits.silence().toMillis());
        return SockJSHandler.create(vertx, options).bridge(bridge, this::onEvent);
    }

    /** Runs before the bridge, for each of its requests. */
    public void guard(RoutingContext ctx) {
        ctx.request().pause();
        bearers.identifyWithOrigin(ctx.request())
                .onSuccess(identity -> {
                    ctx.put(IDENTITY, identity);
                    ctx.request().resume();
                    ctx.next();
                })
                .onFailure(e -> Problem.answer(ctx, e));
    }

    /** What is not completed here goes no further: the bridge itself sends, publishes and registers nothing. */
    private void onEvent(BridgeEvent event) {
        SockJSSocket socket = event.socket();
        switch (event.type()) {
            case SOCKET_CREATED -> event.complete(open(socket));
            case SOCKET_CLOSED -> close(socket);
            case SOCKET_PING -> withClient(socket, client -> client.session().heard());
            case SOCKET_IDLE -> event.complete(true);
            case SEND -> withClient(socket, client -> onSend(client, event.getRawMessage()));
            case REGISTER -> withClient(socket, client -> onRegister(client, event.getRawMessage()));
            case UNREGISTER -> withClient(socket, client -> onUnregister(client, event.getRawMessage()));
            case PUBLISH ->
                withClient(socket, client -> refuse(client, Code.FORBIDDEN.refuse("publish is not allowed here")));
            default -> event.complete(true);
        }
    }

    private boolean open(SockJSSocket socket) {
        RoutingContext ctx = socket.routingContext();
        Identity identity = ctx.get(IDENTITY);
        BridgeWire wire = new BridgeWire(socket);
        try {
            admission.enter(identity.user());
        } catch (Refusal refusal) {
            wire.send(BridgeResponder.failure(refusal).toBuffer()).onComplete(sent -> socket.close());
            return false;
        }
        long now = System.nanoTime() / 1_000_000;
        Session session = new Session(
                connectionIds.get(), identity, Door.SOCKET, wire, bearers.address(ctx.request()), settings, now);
        sessions.add(session);
        clients.put(socket, new Client(session, wire));
        return true;
    }

    private void close(SockJSSocket socket) {
        Client client = clients.remove(socket);
        if (client != null) {
            sessions.remove(client.session());
            admission.leave(client.session().identity().user());
            client.session().onClosed();
        }
    }

    private interface Action {
        void accept(Client client);
    }

    private void withClient(SockJSSocket socket, Action action) {
        Client client = clients.get(socket);
        if (client != null) {
            try {
                action.accept(client);
            } catch (Refusal refusal) {
                refuse(client, refusal);
            }
        }
    }

    private static void refuse(Client client, Refusal refusal) {
        client.wire().send(BridgeResponder.failure(refusal).toBuffer()).onFailure(e -> {});
    }

    private static void onSend(Client client, JsonObject envelope) {
        String replyAddress = envelope.getValue("replyAddress") instanceof String text ? text : null;
        if (!(envelope.getValue("body") instanceof JsonObject body)) {
            new BridgeResponder(client.wire(), null, null, replyAddress)
                    .refuse(Code.BAD_FRAME.refuse("the body must be a frame, a JSON object"), null);
            return;
        }
        String address = String.valueOf(envelope.getValue("address"));
        BridgeResponder responder =
                new BridgeResponder(client.wire(), address + EVENTS_SUFFIX, FrameReader.idOf(body), replyAddress);
        if (!address.startsWith(ADDRESS_PREFIX)) {
            responder.refuse(Code.FORBIDDEN.refuse("no such address: room.<room> is one"), null);
            return;
        }
        JsonObject frame = body.copy().put("room", address.substring(ADDRESS_PREFIX.length()));
        frame.remove("conversationId");
        client.session().receive(frame, responder);
    }

    private static void onRegister(Client client, JsonObject envelope) {
        Session session = client.session();
        String address = feedAddress(envelope);
        String room =
                Door.SOCKET.resolve(roomOf(address), null, session.identity().user());
        Seat seated = session.seatIn(room);
        if (seated != null) {
            seated.listen(true);
            return;
        }
        session.enterQuietly(session.seat(room, address, true)).onFailure(e -> {
            if (e instanceof Refusal refusal) {
                refuse(client, refusal);
            }
        });
    }

    private static void onUnregister(Client client, JsonObject envelope) {
        Session session = client.session();
        session.leave(Door.SOCKET.resolve(
                roomOf(feedAddress(envelope)), null, session.identity().user()));
    }

    private static String feedAddress(JsonObject envelope) {
        String address = String.valueOf(envelope.getValue("address"));
        if (!address.startsWith(ADDRESS_PREFIX) || !address.endsWith(EVENTS_SUFFIX)) {
            throw Code.FORBIDDEN.refuse("no such address: room.<room>.events is one");
        }
        return address;
    }

    private static String roomOf(String address) {
        int end = address.length() - EVENTS_SUFFIX.length();
        return address.substring(Math.min(end, ADDRESS_PREFIX.length()), end);
    }
}
