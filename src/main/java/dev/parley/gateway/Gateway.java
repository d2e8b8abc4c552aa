package dev.parley.gateway;

import dev.parley.auth.Origins;
import dev.parley.bus.Bus;
import dev.parley.config.Config;
import dev.parley.config.HttpConfig;
import dev.parley.contract.FrameReader;
import dev.parley.gateway.chat.ChatEndpoint;
import dev.parley.gateway.connection.ConnectionSettings;
import dev.parley.gateway.connection.Connections;
import dev.parley.gateway.connection.Departures;
import dev.parley.gateway.connection.EntryPoint;
import dev.parley.gateway.fanout.FanoutSettings;
import dev.parley.gateway.fanout.FlushScheduler;
import dev.parley.gateway.fanout.SubscribedRooms;
import dev.parley.gateway.http.AssistantRoutes;
import dev.parley.gateway.http.ClientAddress;
import dev.parley.gateway.http.CrossOrigin;
import dev.parley.gateway.http.HealthRoutes;
import dev.parley.gateway.http.HostCheck;
import dev.parley.gateway.http.JsonEndpoint;
import dev.parley.gateway.http.PresenceQuery;
import dev.parley.gateway.http.Problem;
import dev.parley.gateway.http.RawBody;
import dev.parley.gateway.http.RequestAuth;
import dev.parley.gateway.http.RoomRoutes;
import dev.parley.gateway.http.SecurityHeaders;
import dev.parley.gateway.http.SessionRoutes;
import dev.parley.gateway.http.TargetCheck;
import dev.parley.gateway.http.TurnRoutes;
import dev.parley.gateway.http.UsageRoutes;
import dev.parley.gateway.http.WebClientRoutes;
import dev.parley.gateway.socket.ConnectionPipeline;
import dev.parley.gateway.socket.WebSocketEndpoint;
import dev.parley.gateway.sockjs.SockJsEndpoint;
import dev.parley.messages.Addresses;
import dev.parley.messages.GatewayEvent;
import dev.parley.messages.GatewayQuery;
import dev.parley.time.Monotonic;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The doors of one event loop: an HTTP server, the connections that came in by it, and the rooms that they follow. The
 * routes are the table in {@link #router}.
 */
public final class Gateway extends VerticleBase {
    private static final String SUB_PROTOCOL = "parley.v1";
    private static final long LOOK_AFTER_EVERY_MS = 1000;
    /** To Vert.x: a free one, the same for all instances of a deployment. With 0 each takes one of its own. */
    private static final int ANY_SHARED_PORT = -1;

    private static final int IDLE_HTTP_SECONDS = 120;
    private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.2", "TLSv1.3");
    /** Forward secrecy and authenticated encryption alone (RFC 9325 section 4.2). */
    private static final List<String> TLS_CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");
    /** Clients that are not served do not wait as long as those of a node that drains. */
    private static final long AWAY_MS_MAX = 2000;

    private static final long BACK_MS = 500;

    private final GatewaySettings settings;
    private final Config config;
    private final String name;
    private final Bus bus;
    private final SubscribedRooms feeds;
    private final FlushScheduler rounds = new FlushScheduler(System::nanoTime, this::later);
    private final Connections connections = new Connections();
    private HttpServer server;
    private Departures departures;
    private Context home;

    /** {@code name} is one of the settings' gateways. */
    public Gateway(GatewaySettings settings, String name) {
        this.settings = settings;
        this.config = settings.config();
        this.name = name;
        this.bus = settings.bus();
        this.feeds = new SubscribedRooms(new FanoutSettings(
                bus,
                settings.store(),
                config.limits(),
                config.rooms(),
                settings.fanout(),
                settings.membership(),
                settings.directory(),
                name,
                settings.ids(),
                rounds));
    }

    @Override
    public Future<?> start() {
        home = context;
        departures = new Departures(vertx, connections);
        vertx.setPeriodic(LOOK_AFTER_EVERY_MS, t -> {
            connections.lookAfterAll(Monotonic.millis());
            sendAway();
        });
        vertx.setPeriodic(config.rooms().compareEvery().toMillis(), t -> compareWithStore());
        if (config.cluster().enabled()) {
            settings.membership().watch((before, now) -> home.runOnContext(v -> feeds.onView(before, now)));
            settings.membership().watchOutage(() -> home.runOnContext(v -> sendAway()));
        }
        server = vertx.createHttpServer(options());
        ConnectionPipeline pipeline =
                new ConnectionPipeline(config.http(), config.limits().frame());
        server.connectionHandler(pipeline::extend);
        server.requestHandler(router());
        return Future.all(
                        bus.serve(Addresses.gateway(name), exchange -> onEvent(exchange.body()))
                                .ready(),
                        bus.subscribe(Addresses.GATEWAYS, this::onEvent).ready(),
                        bus.<GatewayQuery, GatewayQuery.Reply>serve(
                                        Addresses.roster(name),
                                        exchange -> exchange.reply(feeds.users((GatewayQuery.Roster) exchange.body())))
                                .ready())
                .compose(v -> server.listen());
    }

    /** On the event loop of every connection here. Its timers count in milliseconds. */
    private void later(long nanos, Runnable task) {
        if (nanos == 0) {
            home.runOnContext(v -> task.run());
        } else {
            vertx.setTimer(Math.max(1, Math.round(nanos / 1e6)), t -> task.run());
        }
    }

    /** What was lost on its way here; in a cluster also the news of sessions that were ended elsewhere. */
    private void compareWithStore() {
        feeds.compare();
        Set<String> held = config.cluster().enabled() ? connections.keys() : Set.of();
        if (!held.isEmpty()) {
            settings.store().endedSessions(held).onSuccess(ended -> ended.forEach(connections::endSession));
        }
    }

    /** The port it listens on, which the configuration may leave open. */
    public int port() {
        return server.actualPort();
    }

    private HttpServerOptions options() {
        HttpConfig http = config.http();
        int frameBytes = Math.toIntExact(config.limits().frame());
        HttpServerOptions options = new HttpServerOptions()
                .setHost(http.host())
                .setPort(http.port() == 0 ? ANY_SHARED_PORT : http.port())
                .setHttp2ClearTextEnabled(false)
                // Every connection is used on its own event loop alone: that saves it a queue of 8 KB.
                .setStrictThreadMode(true)
                .setIdleTimeout(IDLE_HTTP_SECONDS)
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(http.compression())
                .setMaxWebSocketFrameSize(frameBytes)
                .setMaxWebSocketMessageSize(frameBytes)
                .setWebSocketSubProtocols(List.of(SUB_PROTOCOL));
        if (http.tls().enabled()) {
            options.setSsl(true).setUseAlpn(false).setKeyCertOptions(keyPair(http.tls()));
            options.setEnabledSecureTransportProtocols(TLS_VERSIONS);
            TLS_CIPHERS.forEach(options::addEnabledCipherSuite);
        }
        return options;
    }

    /** What it shows when it speaks TLS. */
    public static PemKeyCertOptions keyPair(HttpConfig.Tls tls) {
        return new PemKeyCertOptions().addCertPath(tls.certificate()).addKeyPath(tls.key());
    }

    /** Every path of this server. */
    private Router router() {
        Origins origins = new Origins(config.http().origins(), config.http().publicUrl());
        RequestAuth requestAuth = new RequestAuth(
                settings.authenticator(),
                origins,
                new ClientAddress(config.http()),
                config.auth().tokenInQuery());
        FrameReader reader =
                new FrameReader(config.limits().text(), config.limits().jsonFields());
        ConnectionSettings connectionSettings = new ConnectionSettings(
                feeds,
                settings.authenticator(),
                key -> settings.store().session(key).map(Optional::isPresent),
                config.limits(),
                reader,
                settings.clock(),
                settings.membership().node(),
                settings.traffic());
        SockJsEndpoint bridge = new SockJsEndpoint(
                vertx, requestAuth, settings.admission(), connections, connectionSettings, settings.ids());

        Router router = Router.router(vertx);
        router.route().handler(new SecurityHeaders(config.http().tls().enabled())::handle);
        router.route().handler(new HostCheck(config.http())::handle);
        JsonEndpoint.get(router, "/ws").handler(socketDoor(EntryPoint.SOCKET, requestAuth, connectionSettings)::handle);
        JsonEndpoint.get(router, "/api/chat-ws")
                .handler(socketDoor(EntryPoint.CHAT, requestAuth, connectionSettings)::handle);
        JsonEndpoint.allowOnly(router, "/ws", "GET, HEAD");
        JsonEndpoint.allowOnly(router, "/api/chat-ws", "GET, HEAD");
        router.route().handler(TargetCheck::check);
        CrossOrigin cors = new CrossOrigin(requestAuth);
        router.route("/eventbus/*").handler(cors::announce);
        router.post("/eventbus/*").handler(body()); // an upgrade must come to the bridge unread
        router.route("/eventbus/*").handler(bridge::guard);
        router.route("/eventbus/*").subRouter(bridge.routes());
        router.route("/api/*").handler(cors::handle);
        router.route("/api/*").handler(body());
        new SessionRoutes(settings.sessions(), requestAuth, settings.sessionRate(), bus, config.limits()).mount(router);
        new RoomRoutes(
                        settings.store(),
                        feeds,
                        new PresenceQuery(bus, settings.membership()),
                        reader,
                        config.assistants(),
                        config.limits(),
                        requestAuth)
                .mount(router);
        new AssistantRoutes(config.assistants(), requestAuth).mount(router);
        new TurnRoutes(settings.store(), requestAuth).mount(router);
        new UsageRoutes(settings.store(), settings.clock(), requestAuth).mount(router);
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
        new HealthRoutes(settings.store(), settings.membership(), settings.admission(), settings.registry())
                .mount(router);
        new WebClientRoutes(settings.assets()).mount(router);
        router.route().failureHandler(Problem::answer);
        for (int status : new int[] {400, 404, 405, 413, 500}) {
            router.errorHandler(status, Problem.handler(status));
        }
        return router;
    }

    private WebSocketEndpoint socketDoor(
            EntryPoint entryPoint, RequestAuth requestAuth, ConnectionSettings connectionSettings) {
        return new WebSocketEndpoint(
                entryPoint, requestAuth, settings.admission(), connections, connectionSettings, settings.ids());
    }

    private Handler<RoutingContext> body() {
        return new RawBody(config.limits().body())::handle;
    }

    private void onEvent(GatewayEvent event) {
        if (event instanceof GatewayEvent.Broadcast broadcast) {
            feeds.onBroadcast(broadcast);
        } else if (event instanceof GatewayEvent.RollCall rollCall) {
            feeds.onRollCall(rollCall);
        } else if (event instanceof GatewayEvent.Asleep asleep) {
            feeds.onAsleep(asleep);
        } else if (event instanceof GatewayEvent.WentBack news) {
            feeds.onWentBack(news);
        } else if (event instanceof GatewayEvent.SessionEnded ended) {
            connections.endSession(ended.session());
        }
    }

    /** This node cannot serve, others can: who is here goes there. Also for those who were on their way in. */
    private void sendAway() {
        if (!departures.areUnderWay() && isOut()) {
            long windowMs = Math.min(config.drain().window().toMillis(), AWAY_MS_MAX);
            departures.begin(windowMs, Math.min(windowMs, BACK_MS), this::isOut).onFailure(e -> {}); // it never fails
        }
    }

    private boolean isOut() {
        return !settings.membership().outage().isEmpty();
    }

    /**
     * Closes every connection, spread over {@code windowMs}, each told to come back after its part of {@code backMs}. From
     * any thread.
     */
    public Future<Void> drain(long windowMs, long backMs) {
        Promise<Void> drained = Promise.promise();
        home.runOnContext(v -> {
            departures.begin(windowMs, backMs, () -> true).onComplete(drained);
        });
        return drained.future();
    }
}
