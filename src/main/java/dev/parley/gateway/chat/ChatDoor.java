package dev.parley.gateway.chat;

import dev.parley.auth.Identity;
import dev.parley.bus.Refusal;
import dev.parley.gateway.http.Answers;
import dev.parley.gateway.http.Bearers;
import dev.parley.gateway.http.Problem;
import dev.parley.gateway.session.Admission;
import dev.parley.gateway.session.Door;
import dev.parley.gateway.session.Session;
import dev.parley.gateway.session.SessionSettings;
import dev.parley.gateway.session.Sessions;
import dev.parley.protocol.CloseCode;
import dev.parley.protocol.Code;
import dev.parley.protocol.Monotonic;
import dev.parley.protocol.RoomName;
import dev.parley.store.Store;
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
public final class ChatDoor {
    private static final String ROOMS = "assistant:";
    private static final Map<String, String> UI_HEADERS = Map.of("x-vercel-ai-ui-message-stream", "v1");

    private final Vertx vertx;
    private final Bearers bearers;
    private final Admission admission;
    private final Sessions sessions;
    private final SessionSettings settings;
    private final Store store;
    private final Supplier<String> ids;

    public ChatDoor(
            Vertx vertx,
            Bearers bearers,
            Admission admission,
            Sessions sessions,
            SessionSettings settings,
            Store store,
            Supplier<String> ids) {
        this.vertx = vertx;
        this.bearers = bearers;
        this.admission = admission;
        this.sessions = sessions;
        this.settings = settings;
        this.store = store;
        this.ids = ids;
    }

    public void mount(Router router) {
        router.post("/api/chat").handler(ctx -> forBearer(ctx, this::ask));
        Answers.get(router, "/api/chat/:room/stream").handler(ctx -> forBearer(ctx, this::resume));
        router.post("/api/chat/:room/stop").handler(ctx -> forBearer(ctx, this::stop));
        router.post("/agui").handler(ctx -> forBearer(ctx, this::run));
        Answers.allowOnly(router, "/api/chat", "POST");
        Answers.allowOnly(router, "/api/chat/:room/stream", "GET, HEAD");
        Answers.allowOnly(router, "/api/chat/:room/stop", "POST");
        Answers.allowOnly(router, "/agui", "POST");
    }

    /** An endpoint that answers by itself, unless it throws or fails. */
    private interface Endpoint {
        Future<Void> handle(RoutingContext ctx, Identity identity);
    }

    private void forBearer(RoutingContext ctx, Endpoint endpoint) {
        bearers.identify(ctx.request())
                .compose(identity -> endpoint.handle(ctx, identity))
                .onFailure(e -> Problem.answer(ctx, e));
    }

    private Future<Void> ask(RoutingContext ctx, Identity identity) {
        ChatRequest request =
                UiChatRequest.read(Answers.body(ctx, settings.limits().chatJsonFields()));
        return stream(ctx, identity, roomOf(request, identity), request, new UiMessageStream(), UI_HEADERS)
                .mapEmpty();
    }

    private Future<Void> run(RoutingContext ctx, Identity identity) {
        AgUiRequest run = AgUiRequest.read(Answers.body(ctx, settings.limits().chatJsonFields()));
        AnswerRenderer renderer = new AgUiStream(run.threadId(), run.runId());
        return stream(ctx, identity, roomOf(run.request(), identity), run.request(), renderer, Map.of())
                .mapEmpty();
    }

    private Future<Void> resume(RoutingContext ctx, Identity identity) {
        ChatRequest follow = new ChatRequest(null, null, new Intent.Follow(), turn -> Held.NOTHING);
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
            ChatRequest request,
            AnswerRenderer renderer,
            Map<String, String> headers) {
        EventSource out = new EventSource(ctx, headers);
        RoomVisit visit = visit(ctx, identity, room, out);
        AnswerLookup lookup = new AnswerLookup(store, room);
        ChatStream stream = new ChatStream(vertx, visit, out, renderer, request.held(), lookup);
        out.readBy(stream);
        AnswerSearch search = new AnswerSearch(visit, lookup, ids.get());
        return request.intent().handledBy(search).map(found -> {
            found.ifPresent(stream::begin);
            return found.isPresent();
        });
    }

    /** Until the response is over. Throws when there are too many. */
    private RoomVisit visit(RoutingContext ctx, Identity identity, String room, EventSource out) {
        admission.enter(identity.user());
        String address = bearers.address(ctx.request());
        Session session = new Session(ids.get(), identity, Door.SOCKET, out, address, settings, Monotonic.millis());
        ctx.addEndHandler(done -> vertx.runOnContext(v -> {
            sessions.remove(session);
            admission.leave(identity.user());
            session.onClosed();
        }));
        sessions.add(session);
        return new RoomVisit(session, room);
    }

    /** What a chat is called by its front end is one's own room with the assistant; a room's name is one's that begins so. */
    private static String roomOf(ChatRequest request, Identity identity) {
        boolean named = request.room() == null
                && request.chat() != null
                && request.chat().startsWith(ROOMS);
        return named
                ? Door.CHAT.resolve(request.chat(), null, identity.user())
                : Door.CHAT.resolve(request.room(), request.chat(), identity.user());
    }

    /** A chat in a path; when there is none of that name, a room. The query's {@code room} names a room in any case. */
    private Future<String> roomOf(RoutingContext ctx, Identity identity) {
        List<String> query = ctx.queryParam("room");
        String chat = ctx.pathParam("room");
        ChatRequest named =
                new ChatRequest(chat, query.isEmpty() ? null : query.get(0), new Intent.Follow(), turn -> Held.NOTHING);
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
            RoomVisit visit = visit(ctx, identity, room, unread);
            unread.readBy(new Unread(visit.session()));
            return visit.enter(-1)
                    .compose(ready -> Future.join(AnswerLookup.turns(ready).stream()
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
    private static Future<Boolean> isStopped(RoomVisit visit, String turn) {
        return visit.cancel(turn).map(true).recover(failure -> {
            boolean none = failure instanceof Refusal refusal
                    && (Code.of(refusal) == Code.FORBIDDEN || Code.of(refusal) == Code.NOT_FOUND);
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
    private record Unread(Session session) implements EventSource.Reader {
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
