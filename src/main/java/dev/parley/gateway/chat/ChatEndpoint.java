package dev.parley.gateway.chat;

import dev.parley.auth.Identity;
import dev.parley.contract.CloseCode;
import dev.parley.gateway.connection.Admission;
import dev.parley.gateway.connection.Connection;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.connection.Connections;
import dev.parley.gateway.connection.EntryPoint;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.Problem;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.model.AssistantRooms;
import dev.parley.model.Code;
import dev.parley.model.Refusal;
import dev.parley.model.RoomName;
import dev.parley.store.Store;
import dev.parley.time.Monotonic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code /api/chat} and {@code /agui}: the front ends that others have made. What fails before the stream is a problem
 * document. On its gateway's context.
 */
public final class ChatEndpoint {
    private static final Map<String, String> UI_HEADERS = Map.of("x-vercel-ai-ui-message-stream", "v1");

    private final Vertx vertx;
    private final RequestAuth requestAuth;
    private final Admission admission;
    private final Connections connections;
    private final ConnectionSettings settings;
    private final Store store;
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
        this.ids = ids;
    }

    public void mount(Router router) {
        router.post("/api/chat").handler(ctx -> forBearer(ctx, this::ask));
        JsonEndpoint.get(router, "/api/chat/:room/stream").handler(ctx -> forBearer(ctx, this::resume));
        router.post("/api/chat/:room/stop").handler(ctx -> forBearer(ctx, this::stop));
        router.post("/agui").handler(ctx -> forBearer(ctx, this::run));
        JsonEndpoint.allowOnly(router, "/api/chat", "POST");
        JsonEndpoint.allowOnly(router, "/api/chat/:room/stream", "GET, HEAD");
        JsonEndpoint.allowOnly(router, "/api/chat/:room/stop", "POST");
        JsonEndpoint.allowOnly(router, "/agui", "POST");
    }

    /** An endpoint that answers by itself, unless it throws or fails. */
    private interface Endpoint {
        Future<Void> handle(RoutingContext ctx, Identity identity);
    }

    private void forBearer(RoutingContext ctx, Endpoint endpoint) {
        requestAuth
                .identify(ctx.request())
                .compose(identity -> endpoint.handle(ctx, identity))
                .onFailure(e -> Problem.answer(ctx, e));
    }

    private Future<Void> ask(RoutingContext ctx, Identity identity) {
        FrontEndRequest request =
                UiChatRequest.read(JsonEndpoint.body(ctx, settings.limits().chatJsonFields()));
        return stream(ctx, identity, roomOf(request, identity), request, new UiMessageStream(), UI_HEADERS)
                .mapEmpty();
    }

    private Future<Void> run(RoutingContext ctx, Identity identity) {
        AgUiRequest run =
                AgUiRequest.read(JsonEndpoint.body(ctx, settings.limits().chatJsonFields()));
        AnswerRenderer renderer = new AgUiStream(run.threadId(), run.runId());
        return stream(ctx, identity, roomOf(run.request(), identity), run.request(), renderer, Map.of())
                .mapEmpty();
    }

    private Future<Void> resume(RoutingContext ctx, Identity identity) {
        FrontEndRequest follow = new FrontEndRequest(null, null, new Intent.Follow(), turn -> ResumePoint.NOTHING);
        return roomOf(ctx, identity)
                .compose(room -> exists(room)
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
        InProcessClient visit = visit(ctx, identity, room, out);
        TurnLookup lookup = new TurnLookup(store, room);
        ChatStream stream = new ChatStream(vertx, visit, out, renderer, request.held(), lookup);
        out.readBy(stream);
        TurnFinder search = new TurnFinder(visit, lookup, ids.get());
        return request.intent().handledBy(search).map(foundTurn -> {
            foundTurn.ifPresent(stream::begin);
            return foundTurn.isPresent();
        });
    }

    /** Until the response is over. Throws when there are too many. */
    private InProcessClient visit(RoutingContext ctx, Identity identity, String room, EventSource out) {
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
        return new InProcessClient(connection, room);
    }

    /** What a chat is called by its front end is one's own room with the assistant; a room's name is one's that begins so. */
    private static String roomOf(FrontEndRequest request, Identity identity) {
        boolean named = request.room() == null
                && request.chat() != null
                && request.chat().startsWith(AssistantRooms.PREFIX);
        return named
                ? EntryPoint.CHAT.resolve(request.chat(), null, identity.user())
                : EntryPoint.CHAT.resolve(request.room(), request.chat(), identity.user());
    }

    /** A chat in a path; when there is none of that name, a room. The query's {@code room} names a room in any case. */
    private Future<String> roomOf(RoutingContext ctx, Identity identity) {
        List<String> query = ctx.queryParam("room");
        String chat = ctx.pathParam("room");
        FrontEndRequest named = new FrontEndRequest(
                chat, query.isEmpty() ? null : query.get(0), new Intent.Follow(), turn -> ResumePoint.NOTHING);
        String own = roomOf(named, identity);
        boolean isRoom = RoomName.isValid(chat) && identity.mayEnter(chat) && query.isEmpty();
        if (!isRoom || own.equals(chat)) {
            return Future.succeededFuture(own);
        }
        return store.room(own)
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(own)
                        : store.room(chat).map(other -> other.isPresent() ? chat : own));
    }

    /** To ask is not to make a room. */
    private Future<Boolean> exists(String room) {
        return store.room(room).map(Optional::isPresent);
    }

    private Future<Void> stop(RoutingContext ctx, Identity identity) {
        return roomOf(ctx, identity).compose(room -> exists(room).compose(exists -> {
            if (!exists) {
                throw Code.NOT_FOUND.refuse("none of your questions is being answered here");
            }
            EventSource unread = new EventSource(ctx, Map.of());
            InProcessClient visit = visit(ctx, identity, room, unread);
            unread.readBy(new Unread(visit.session()));
            return visit.enter(-1)
                    .compose(ready -> Future.join(TurnLookup.turns(ready).stream()
                            .map(entry -> isStopped(visit, entry.getString("turn")))
                            .toList()))
                    .map(all -> {
                        if (!all.<Boolean>list().contains(true)) {
                            throw Code.NOT_FOUND.refuse("none of your questions is being answered here");
                        }
                        nothing(ctx);
                        return null;
                    });
        }));
    }

    /** Others' answers go on, and one that is over already needs no stopping. */
    private static Future<Boolean> isStopped(InProcessClient visit, String turn) {
        return visit.cancel(turn).map(true).recover(failure -> {
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

    /** Who only asks, and wants no events. */
    private record Unread(Connection session) implements EventSource.Reader {
        @Override
        public void onFrame(JsonObject frame) {}

        @Override
        public void onTaken() {
            session.heard();
        }

        @Override
        public void onClose(CloseCode code, String reason) {}
    }
}
