package dev.parley.gateway;

import dev.parley.access.Access;
import dev.parley.auth.Origins;
import dev.parley.config.Config;
import dev.parley.config.InvalidConfig;
import dev.parley.contract.FrameReader;
import dev.parley.gateway.chat.ChatEndpoint;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.connection.Connections;
import dev.parley.gateway.connection.EntryPoint;
import dev.parley.gateway.fanout.SubscribedRooms;
import dev.parley.gateway.http.AttemptLimit;
import dev.parley.gateway.http.ClientAddress;
import dev.parley.gateway.http.CrossOrigin;
import dev.parley.gateway.http.HostCheck;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.Problem;
import dev.parley.gateway.http.PublicUrl;
import dev.parley.gateway.http.RawBody;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.gateway.http.RequestTimer;
import dev.parley.gateway.http.SecurityHeaders;
import dev.parley.gateway.http.TargetCheck;
import dev.parley.gateway.http.route.AmendmentRoutes;
import dev.parley.gateway.http.route.ApiDocumentRoutes;
import dev.parley.gateway.http.route.AssistantRoutes;
import dev.parley.gateway.http.route.AuditRoutes;
import dev.parley.gateway.http.route.CacheRoutes;
import dev.parley.gateway.http.route.CapabilityRoutes;
import dev.parley.gateway.http.route.DirectRoomGuard;
import dev.parley.gateway.http.route.DirectRoutes;
import dev.parley.gateway.http.route.EventRoutes;
import dev.parley.gateway.http.route.HealthRoutes;
import dev.parley.gateway.http.route.InvitationRoutes;
import dev.parley.gateway.http.route.JoinRoutes;
import dev.parley.gateway.http.route.MemberListRoutes;
import dev.parley.gateway.http.route.MemberRoutes;
import dev.parley.gateway.http.route.MessageRoutes;
import dev.parley.gateway.http.route.PresenceQuery;
import dev.parley.gateway.http.route.RoomRoutes;
import dev.parley.gateway.http.route.RoomSettingsRoutes;
import dev.parley.gateway.http.route.RoomView;
import dev.parley.gateway.http.route.SanctionRoutes;
import dev.parley.gateway.http.route.SessionRoutes;
import dev.parley.gateway.http.route.StateRoutes;
import dev.parley.gateway.http.route.UpgradeRoutes;
import dev.parley.gateway.http.route.WebClientRoutes;
import dev.parley.gateway.socket.WebSocketEndpoint;
import dev.parley.gateway.sockjs.SockJsEndpoint;
import dev.parley.messages.Administration;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand;
import dev.parley.messages.Speaker;
import dev.parley.model.Author;
import dev.parley.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Every path of one gateway's HTTP server, in the order in which handlers run. What stands above a path's endpoints
 * runs before them; behind them any other method is refused.
 */
final class GatewayRoutes {
    private final Vertx vertx;
    private final GatewaySettings settings;
    private final Config config;
    private final SubscribedRooms rooms;
    private final Connections connections;
    private final Access access;

    GatewayRoutes(Vertx vertx, GatewaySettings settings, SubscribedRooms rooms, Connections connections) {
        this.vertx = vertx;
        this.settings = settings;
        this.config = settings.config();
        this.rooms = rooms;
        this.connections = connections;
        this.access = settings.access().telling(this::tellVisit);
    }

    private Future<Void> tellVisit(Principal who, String room) {
        Speaker by = new Speaker(new Author(who.user(), who.user(), Author.Kind.USER), who.role(), "");
        return rooms.request(room, new RoomCommand.Administer(by, who, new Administration.Visit()))
                .mapEmpty();
    }

    /** Throws {@link InvalidConfig} when a capability adds what is there already. */
    Router router() throws InvalidConfig {
        RequestAuth requestAuth = requestAuth();
        FrameReader reader = new FrameReader(
                ConnectionSettings.frameLimits(config.limits()),
                settings.contributions().frameTypes());
        ConnectionSettings connectionSettings = connectionSettings(reader);
        SockJsEndpoint sockJs = new SockJsEndpoint(
                vertx, requestAuth, settings.admission(), connections, connectionSettings, settings.ids());

        Router router = Router.router(vertx);
        router.route().handler(new RequestTimer(settings.http())::handle);
        router.route().handler(new SecurityHeaders(config.http().tls().enabled())::handle);
        router.route().handler(new HostCheck(config.http())::handle);
        JsonEndpoint.get(router, "/ws")
                .handler(webSocketEndpoint(EntryPoint.SOCKET, requestAuth, connectionSettings)::handle);
        JsonEndpoint.get(router, "/api/chat-ws")
                .handler(webSocketEndpoint(EntryPoint.CHAT, requestAuth, connectionSettings)::handle);
        JsonEndpoint.allowOnly(router, "/ws", "GET, HEAD");
        JsonEndpoint.allowOnly(router, "/api/chat-ws", "GET, HEAD");
        router.route().handler(TargetCheck::check);
        CrossOrigin cors = new CrossOrigin(requestAuth);
        router.route("/eventbus/*").handler(cors::announce);
        router.post("/eventbus/*").handler(body()); // an upgrade must come to the SockJS endpoint unread
        router.route("/eventbus/*").handler(sockJs::guard);
        router.route("/eventbus/*").subRouter(sockJs.routes());
        router.route("/api/*").handler(cors::handle);
        router.route("/api/*").handler(body());
        DirectRoomGuard directRooms = new DirectRoomGuard(access, requestAuth);
        directRooms.mount(router, "/api/rooms/:room");
        new SessionRoutes(settings.sessions(), requestAuth, settings.sessionRate(), settings.bus(), config.limits())
                .mount(router);
        mountRooms(router, connectionSettings, requestAuth);
        mountSecrets(router, connectionSettings, requestAuth);
        new MessageRoutes(connectionSettings, config.assistants(), access, requestAuth).mount(router);
        new AmendmentRoutes(connectionSettings, access, requestAuth).mount(router);
        new EventRoutes(connectionSettings, access, requestAuth).mount(router);
        new StateRoutes(settings.store().history(), connectionSettings, access, requestAuth).mount(router);
        new AssistantRoutes(config.assistants(), requestAuth).mount(router);
        new CapabilityRoutes(settings.contributions(), rooms, access, config.limits(), requestAuth).mount(router);
        router.route("/agui").handler(cors::handle);
        router.route("/agui").handler(body());
        new ChatEndpoint(
                        vertx,
                        requestAuth,
                        settings.admission(),
                        connections,
                        connectionSettings,
                        settings.store(),
                        settings.ids())
                .mount(router);
        router.route(CacheRoutes.INVALIDATE).handler(cors::handle);
        router.route(CacheRoutes.INVALIDATE).handler(body());
        directRooms.mount(router, "/internal/rooms/:room");
        new CacheRoutes(connectionSettings, access, requestAuth).mount(router);
        new ApiDocumentRoutes(settings.apiDocuments()).mount(router);
        new HealthRoutes(settings.store(), settings.membership(), settings.admission(), settings.registry())
                .mount(router);
        new WebClientRoutes(settings.assets()).mount(router);
        router.route().failureHandler(Problem::respond);
        for (int status : new int[] {400, 404, 405, 413, 500}) {
            router.errorHandler(status, Problem.handler(status));
        }
        return router;
    }

    private void mountRooms(Router router, ConnectionSettings connectionSettings, RequestAuth requestAuth) {
        Store store = settings.store();
        PresenceQuery presence = new PresenceQuery(settings.bus(), settings.membership());
        RoomView view = new RoomView(store.history(), store.rosters(), presence, settings.clock());
        new RoomSettingsRoutes(store.history(), connectionSettings, view, config.assistants(), access, requestAuth)
                .mount(router);
        new RoomRoutes(store.history(), connectionSettings, presence, view, access, requestAuth).mount(router);
        new MemberListRoutes(store, connectionSettings, access, requestAuth).mount(router);
        new MemberRoutes(store.rosters(), connectionSettings, access, requestAuth).mount(router);
        new SanctionRoutes(connectionSettings, access, requestAuth).mount(router);
        new AuditRoutes(store.rosters(), connectionSettings, access, requestAuth).mount(router);
        new InvitationRoutes(publicUrl(), connectionSettings, access, requestAuth).mount(router);
        new DirectRoutes(store.rosters(), connectionSettings, access, requestAuth).mount(router);
    }

    /** What takes secrets, and is tried as seldom as sessions are opened. */
    private void mountSecrets(Router router, ConnectionSettings connectionSettings, RequestAuth requestAuth) {
        Store store = settings.store();
        AttemptLimit attempts = new AttemptLimit(settings.sessionRate());
        new JoinRoutes(store.rosters(), attempts, connectionSettings, access, requestAuth).mount(router);
        new UpgradeRoutes(
                        settings.sessions(),
                        store.rosters(),
                        attempts,
                        settings.bus(),
                        connectionSettings,
                        access,
                        requestAuth)
                .mount(router);
    }

    private PublicUrl publicUrl() {
        return new PublicUrl(config.http().publicUrl(), new ClientAddress(config.http()));
    }

    private WebSocketEndpoint webSocketEndpoint(
            EntryPoint entryPoint, RequestAuth requestAuth, ConnectionSettings connectionSettings) {
        return new WebSocketEndpoint(
                entryPoint, requestAuth, settings.admission(), connections, connectionSettings, settings.ids());
    }

    private Handler<RoutingContext> body() {
        return new RawBody(config.limits().body())::handle;
    }

    private RequestAuth requestAuth() {
        Origins origins = new Origins(config.http().origins(), config.http().publicUrl());
        return new RequestAuth(
                settings.authenticator(),
                origins,
                new ClientAddress(config.http()),
                config.auth().tokenInQuery());
    }

    private ConnectionSettings connectionSettings(FrameReader reader) {
        return new ConnectionSettings(
                rooms,
                settings.authenticator(),
                key -> settings.store().sessions().find(key).map(Optional::isPresent),
                config.limits(),
                reader,
                settings.clock(),
                settings.membership().node(),
                settings.traffic(),
                access,
                settings.contributions(),
                settings.membership()::isOn);
    }
}
