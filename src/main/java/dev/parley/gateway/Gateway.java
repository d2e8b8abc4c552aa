package dev.parley.gateway;

import dev.parley.bus.Bus;
import dev.parley.config.Config;
import dev.parley.config.HttpConfig;
import dev.parley.config.InvalidConfig;
import dev.parley.gateway.connection.Connections;
import dev.parley.gateway.connection.Departures;
import dev.parley.gateway.fanout.FanoutSettings;
import dev.parley.gateway.fanout.FlushScheduler;
import dev.parley.gateway.fanout.RemovalWatch;
import dev.parley.gateway.fanout.SubscribedRooms;
import dev.parley.gateway.socket.ConnectionPipeline;
import dev.parley.messages.Addresses;
import dev.parley.messages.GatewayEvent;
import dev.parley.messages.GatewayQuery;
import dev.parley.store.Rosters.StoredRemoval;
import dev.parley.time.Monotonic;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Set;

/**
 * The gateway of one event loop: an HTTP server, the connections that came in by it, and the rooms that they follow.
 * Its routes are the table in {@link GatewayRoutes}. A verticle; everything runs on its context.
 */
public final class Gateway extends VerticleBase {
    private static final long CHECK_EVERY_MS = 1000;
    /** Clients that are not served do not wait as long as those of a node that drains. */
    private static final long AWAY_MS_MAX = 2000;

    private static final long BACK_MS = 500;

    private final GatewaySettings settings;
    private final Config config;
    private final String name;
    private final Bus bus;
    private final SubscribedRooms rooms;
    private final FlushScheduler flushes = new FlushScheduler(System::nanoTime, this::later);
    private final Connections connections = new Connections();
    private HttpServer server;
    private Router router;
    private Departures departures;
    private Context home;

    /** {@code name} is one of the settings' gateways. */
    public Gateway(GatewaySettings settings, String name) {
        this.settings = settings;
        this.config = settings.config();
        this.name = name;
        this.bus = settings.bus();
        this.rooms = new SubscribedRooms(new FanoutSettings(
                bus,
                settings.store().history(),
                config.limits(),
                config.rooms(),
                settings.fanout(),
                settings.membership(),
                settings.directory(),
                name,
                settings.ids(),
                flushes,
                settings.removals()::isUpToDate));
    }

    @Override
    public Future<?> start() throws InvalidConfig {
        home = context;
        departures = new Departures(vertx, connections);
        vertx.setPeriodic(CHECK_EVERY_MS, t -> {
            connections.checkAll(Monotonic.millis());
            sendAway();
        });
        settings.removals().watch(new RemovalListener());
        vertx.setPeriodic(config.rooms().compareEvery().toMillis(), t -> compareWithStore());
        if (config.cluster().enabled()) {
            settings.membership().watch((before, now) -> home.runOnContext(v -> rooms.onView(before, now)));
            settings.membership().watchOutage(() -> home.runOnContext(v -> sendAway()));
        }
        server = vertx.createHttpServer(new ServerOptions(config).get());
        ConnectionPipeline pipeline =
                new ConnectionPipeline(config.http(), config.limits().frame());
        server.connectionHandler(pipeline::extend);
        router = new GatewayRoutes(vertx, settings, rooms, connections).router();
        server.requestHandler(router);
        return Future.all(
                        bus.serve(Addresses.gateway(name), exchange -> onEvent(exchange.body()))
                                .ready(),
                        bus.subscribe(Addresses.GATEWAYS, this::onEvent).ready(),
                        bus.<GatewayQuery, GatewayQuery.Reply>serve(
                                        Addresses.roster(name),
                                        exchange -> exchange.reply(rooms.users((GatewayQuery.Roster) exchange.body())))
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

    private final class RemovalListener implements RemovalWatch.Listener {
        @Override
        public void onRemovals(List<StoredRemoval> removals) {
            home.runOnContext(v -> rooms.onRemovals(removals));
        }

        @Override
        public void onKnownAgain() {
            home.runOnContext(v -> rooms.onRemovalsKnown());
        }
    }

    /** Finds what was lost on its way here; in a cluster also the news of sessions that were ended elsewhere. */
    private void compareWithStore() {
        rooms.compare();
        Set<String> sessions = config.cluster().enabled() ? connections.keys() : Set.of();
        if (!sessions.isEmpty()) {
            settings.store().sessions().endedAmong(sessions).onSuccess(ended -> ended.forEach(connections::endSession));
        }
    }

    /** How many commands of clients wait for their rooms; from any thread, perhaps a little old. */
    public int commandsInFlight() {
        return rooms.commandsInFlight();
    }

    /** The port it listens on, which the configuration may leave open. */
    public int port() {
        return server.actualPort();
    }

    /** Its routes; null before it starts. */
    Router router() {
        return router;
    }

    /** The certificate and key with which this node speaks TLS. */
    public static PemKeyCertOptions keyPair(HttpConfig.Tls tls) {
        return new PemKeyCertOptions().addCertPath(tls.certificate()).addKeyPath(tls.key());
    }

    private void onEvent(GatewayEvent event) {
        if (event instanceof GatewayEvent.Broadcast broadcast) {
            rooms.onBroadcast(broadcast);
        } else if (event instanceof GatewayEvent.RollCall rollCall) {
            rooms.onRollCall(rollCall);
        } else if (event instanceof GatewayEvent.Asleep asleep) {
            rooms.onAsleep(asleep);
        } else if (event instanceof GatewayEvent.WentBack news) {
            rooms.onWentBack(news);
        } else if (event instanceof GatewayEvent.SessionEnded ended) {
            connections.endSession(ended.session());
        }
    }

    /** This node cannot serve, others can: the clients here go there. Also those that were on their way in. */
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
     * Closes every connection, spread over {@code windowMs}, each asked to come back after its part of {@code backMs}.
     * From any thread.
     */
    public Future<Void> drain(long windowMs, long backMs) {
        Promise<Void> drained = Promise.promise();
        home.runOnContext(v -> {
            departures.begin(windowMs, backMs, () -> true).onComplete(drained);
        });
        return drained.future();
    }
}
