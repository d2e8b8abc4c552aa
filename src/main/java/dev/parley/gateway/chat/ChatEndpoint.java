package dev.parley.gateway.chat;

import dev.parley.auth.Identity;
import dev.parley.contract.AnswerFrame;
import dev.parley.contract.CloseCode;
import dev.parley.gateway.connection.Admission;
import dev.parley.gateway.connection.Connection;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.connection.Connections;
import dev.parley.gateway.connection.EntryPoint;
import dev.parley.gateway.connection.InProcessClient;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.Problem;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.store.Store;
import dev.parley.time.Monotonic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code /api/chat} and {@code /agui}: streams answers to front ends that others have made, and stops them. What fails
 * before the stream gets a problem document. On its gateway's context.
 */
public final class ChatEndpoint {
    private static final Map<String, String> UI_HEADERS = Map.of("x-vercel-ai-ui-message-stream", "v1");

    private final Vertx vertx;
    private final RequestAuth requestAuth;
    private final Admission admission;
    private final Connections connections;
    private final ConnectionSettings settings;
    private final Store store;
    private final ChatRooms chats;
    private final Supplier<String> ids;

    public ChatEndpoint(
            Vertx vertx,
            RequestAuth requestAuth,
            Admission admission,
            Connections connections,
            ConnectionSettings settings,
            Store store,
            Supplier<String> ids) {
        this.vertx = vertx;
        this.requestAuth = requestAuth;
        this.admission = admission;
        this.connections = connections;
        this.settings = settings;
        this.store = store;
        this.chats = new ChatRooms(store.history(), settings.access());
        this.ids = ids;
    }

    public void mount(Router router) {
        router.post("/api/chat").handler(ctx -> authenticated(ctx, this::ask));
        JsonEndpoint.get(router, "/api/chat/:room/stream").handler(ctx -> authenticated(ctx, this::resume));
        router.post("/api/chat/:room/stop").handler(ctx -> authenticated(ctx, this::stop));
        router.post("/agui").handler(ctx -> authenticated(ctx, this::run));
        JsonEndpoint.allowOnly(router, "/api/chat", "POST");
        JsonEndpoint.allowOnly(router, "/api/chat/:room/stream", "GET, HEAD");
        JsonEndpoint.allowOnly(router, "/api/chat/:room/stop", "POST");
        JsonEndpoint.allowOnly(router, "/agui", "POST");
    }

    /** An endpoint that responds by itself, unless it throws or fails. */
    private interface Endpoint {
        Future<Void> handle(RoutingContext ctx, Identity identity);
    }

    private void authenticated(RoutingContext ctx, Endpoint endpoint) {
        requestAuth
                .identify(ctx.request())
                .compose(identity -> endpoint.handle(ctx, identity))
                .onFailure(e -> Problem.respond(ctx, e));
    }

    private Future<Void> ask(RoutingContext ctx, Identity identity) {
        FrontEndRequest request =
                UiChatRequest.read(JsonEndpoint.body(ctx, settings.limits().chatJsonFields()));
        return stream(ctx, identity, ChatRooms.roomOf(request, identity), request, new UiMessageStream(), UI_HEADERS)
                .mapEmpty();
    }

    private Future<Void> run(RoutingContext ctx, Identity identity) {
        AgUiRequest run =
                AgUiRequest.read(JsonEndpoint.body(ctx, settings.limits().chatJsonFields()));
        AnswerRenderer renderer = new AgUiStream(run.threadId(), run.runId());
        return stream(ctx, identity, ChatRooms.roomOf(run.request(), identity), run.request(), renderer, Map.of())
                .mapEmpty();
    }

    private Future<Void> resume(RoutingContext ctx, Identity identity) {
        FrontEndRequest follow = new FrontEndRequest(null, null, new Intent.Follow(), turn -> ResumePoint.NOTHING);
        return chats.roomOf(ctx, identity)
                .compose(room -> chats.exists(room, identity)
                        .compose(exists -> exists
                                ? stream(ctx, identity, room, follow, new UiMessageStream(), UI_HEADERS)
                                : Future.succeededFuture(false)))
                .onSuccess(found -> {
                    if (!found) {
                        nothing(ctx);
                    }
                })
                .mapEmpty();
    }

    private Future<Boolean> stream(
            RoutingContext ctx,
            Identity identity,
            String room,
            FrontEndRequest request,
            AnswerRenderer renderer,
            Map<String, String> headers) {
        EventSource out = new EventSource(ctx, headers);
        Connection connection = connect(ctx, identity, out);
        InProcessClient client = InProcessClient.of(connection, room);
        TurnLookup lookup =
                new TurnLookup(store.history(), store.turns(), settings.access(), identity.principal(), room);
        ChatStream stream = new ChatStream(vertx, connection, client, out, renderer, request.resumePoint(), lookup);
        out.readBy(stream);
        TurnFinder finder = new TurnFinder(client, settings.reader(), lookup, ids.get());
        return request.intent().handledBy(finder).map(foundTurn -> {
            foundTurn.ifPresent(stream::begin);
            return foundTurn.isPresent();
        });
    }

    /** Until the response is over. Throws when there are too many. */
    private Connection connect(RoutingContext ctx, Identity identity, EventSource out) {
        admission.enter(identity.user());
        String address = requestAuth.address(ctx.request());
        Connection connection =
                new Connection(ids.get(), identity, EntryPoint.SOCKET, out, address, settings, Monotonic.millis());
        ctx.addEndHandler(done -> vertx.runOnContext(v -> {
            connections.remove(connection);
            admission.leave(identity.user());
            connection.onClosed();
        }));
        connections.add(connection);
        return connection;
    }

    private Future<Void> stop(RoutingContext ctx, Identity identity) {
        return chats.roomOf(ctx, identity)
                .compose(room -> chats.exists(room, identity).compose(exists -> {
                    if (!exists) {
                        throw Code.NOT_FOUND.refuse("no answer to you is in progress in this room");
                    }
                    EventSource out = new EventSource(ctx, Map.of());
                    Connection connection = connect(ctx, identity, out);
                    out.readBy(new Unread(connection));
                    InProcessClient client = InProcessClient.of(connection, room);
                    return client.enter(-1)
                            .compose(ready -> Future.join(ready.turns().stream()
                                    .map(entry -> isStopped(client, entry.turn()))
                                    .toList()))
                            .map(all -> {
                                if (!all.<Boolean>list().contains(true)) {
                                    throw Code.NOT_FOUND.refuse("no answer to you is in progress in this room");
                                }
                                nothing(ctx);
                                return null;
                            });
                }));
    }

    /** Others' answers go on, and one that has ended already needs no stopping. */
    private static Future<Boolean> isStopped(InProcessClient client, String turn) {
        return client.cancel(turn).map(true).recover(failure -> {
            boolean none = Refusal.is(failure, Code.FORBIDDEN) || Refusal.is(failure, Code.NOT_FOUND);
            return none ? Future.succeededFuture(false) : Future.failedFuture(failure);
        });
    }

    private static void nothing(RoutingContext ctx) {
        ctx.response()
                .setStatusCode(204)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end()
                .onFailure(e -> {}); // the client went away
    }

    /** Passes over the events of a room: the request only stops something. */
    private record Unread(Connection connection) implements EventSource.Reader {
        @Override
        public void onFrame(AnswerFrame frame) {}

        @Override
        public void onTaken() {
            connection.onActivity();
        }

        @Override
        public void onClose(CloseCode code, String reason) {}
    }
}
