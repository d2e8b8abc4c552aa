package dev.parley;

import dev.parley.ai.AutoProvider;
import dev.parley.auth.JwtVerifier;
import dev.parley.auth.ReservedNames;
import dev.parley.auth.SessionTokens;
import dev.parley.auth.TokenAuthenticator;
import dev.parley.bus.Bus;
import dev.parley.cluster.AdvertisedAddress;
import dev.parley.cluster.ClusterPorts;
import dev.parley.cluster.ClusteredVertx;
import dev.parley.cluster.DedicatedLoops;
import dev.parley.cluster.LeaseKeeper;
import dev.parley.cluster.Leases;
import dev.parley.cluster.LiveNode;
import dev.parley.cluster.Membership;
import dev.parley.cluster.RoomDirectory;
import dev.parley.config.ClusterConfig;
import dev.parley.config.Config;
import dev.parley.config.HttpConfig;
import dev.parley.config.InvalidConfig;
import dev.parley.contract.JsonInput;
import dev.parley.gateway.Gateway;
import dev.parley.gateway.GatewaySettings;
import dev.parley.gateway.connection.Admission;
import dev.parley.gateway.fanout.NodeRelay;
import dev.parley.gateway.http.route.Assets;
import dev.parley.gateway.http.route.PresenceQuery;
import dev.parley.limit.KeyedRate;
import dev.parley.limit.TokenBucket;
import dev.parley.messages.Addresses;
import dev.parley.messages.HostCommand;
import dev.parley.messages.NodeEvent;
import dev.parley.metrics.Meters;
import dev.parley.room.RoomHost;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.room.quota.AnswerQuota;
import dev.parley.room.quota.TokenQuota;
import dev.parley.room.rules.Assistants;
import dev.parley.store.Store;
import dev.parley.store.postgres.AddressBook;
import dev.parley.store.postgres.PostgresStore;
import dev.parley.store.sqlite.SqliteStore;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/**
 * One node, and all of its wiring: what is made, in which order, and what is handed to whom. Made and closed from any
 * thread.
 */
public final class Node {
    private static final int ADDRESSES_MAX = 100_000;
    private static final long EXPIRE_SESSIONS_EVERY_MS = 60_000;

    private static final long SHOW_ADDRESS_EVERY_MS = 3_600_000;
    private static final long BACK_MS = 500;
    private static final long HAND_OVER_MS = 3000;
    /** How long a sign of life may take. */
    private static final Duration PING = Duration.ofSeconds(1);

    private static final Duration FIND_ROOM = Duration.ofMillis(1500);

    private final Config config;
    private final Vertx vertx;
    private final Meters meters;
    /** Null for a node without others. */
    private final ClusteredVertx cluster;

    private final Membership membership;
    private final Bus bus;
    private final RoomDirectory directory;
    private final Clock clock = Clock.systemUTC();
    private final Supplier<String> ids = new Ids();
    private final Admission admission;
    private final List<Gateway> gateways = new ArrayList<>();
    private Store store;
    /** Null where nobody can share the store. */
    private Leases leases;

    private AiWiring ai;
    private String aiDeployment;
    private JwtVerifier jwts;
    private RoomHost host;
    /** The host has started. */
    private boolean hosting;

    private Vertx leaseLoop;
    private LeaseKeeper keeper;
    /** Null until it stops. */
    private Future<Void> abandoned;

    private Node(Config config, Meters meters, Vertx vertx, ClusteredVertx cluster) {
        this.config = config;
        this.meters = meters;
        this.vertx = vertx;
        this.cluster = cluster;
        this.membership = cluster == null
                ? Membership.alone(ids.get(), config.http().eventLoops())
                : LeaseKeeper.membership(cluster.node());
        this.bus = new Bus(vertx, Addresses.FAMILIES, membership.node(), () -> membership
                .view()
                .nodes()
                .keySet());
        this.directory = new RoomDirectory(bus, membership, FIND_ROOM);
        this.admission = new Admission(config.limits(), membership::outage);
    }

    /** Starts a node; completes once it accepts connections. A node that could not start leaves nothing behind. */
    public static Future<Node> start(Config configured) {
        Config config;
        try {
            config = configured.withCluster(AdvertisedAddress.resolve(configured.cluster()));
        } catch (InvalidConfig e) {
            return Future.failedFuture(e);
        }
        Promise<Node> started = Promise.promise();
        make(config).onFailure(started::fail).onSuccess(node -> node.run()
                .onSuccess(v -> started.complete(node))
                .onFailure(e -> node.abandon().onComplete(v -> started.fail(e))));
        return started.future();
    }

    private static Future<Node> make(Config config) {
        JsonInput.configureLibrary();
        if (!config.store().isPostgres()) {
            SqliteStore.preload();
        }
        Meters meters = new Meters();
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(config.http().eventLoops())
                .setMetricsOptions(busMetrics());
        MicrometerMetricsFactory metrics = new MicrometerMetricsFactory(meters.registry());
        if (config.cluster().enabled()) {
            return ClusterPorts.check(config.cluster())
                    .compose(v -> members(config))
                    .compose(cluster -> ClusteredVertx.join(options, metrics, cluster))
                    .compose(joined -> make(config, meters, joined.vertx(), joined));
        }
        Vertx vertx = Vertx.builder().with(options).withMetrics(metrics).build();
        return make(config, meters, vertx, null);
    }

    private static Future<Node> make(Config config, Meters meters, Vertx vertx, ClusteredVertx cluster) {
        return AutoProvider.decide(vertx, config.assistants())
                .map(assistants -> new Node(config.withAssistants(assistants), meters, vertx, cluster));
    }

    private static Future<ClusterConfig> members(Config config) {
        ClusterConfig cluster = config.cluster();
        return cluster.members().isEmpty()
                ? AddressBook.enter(config.store(), cluster.address()).map(cluster::withMembers)
                : Future.succeededFuture(cluster);
    }

    private static MicrometerMetricsOptions busMetrics() {
        MicrometerMetricsOptions options = new MicrometerMetricsOptions().setEnabled(true);
        EnumSet.complementOf(EnumSet.of(MetricsDomain.EVENT_BUS)).forEach(options::addDisabledMetricsCategory);
        return options;
    }

    private Future<Void> run() {
        return checkCertificate()
                .compose(v -> openStore())
                .compose(v -> JwtVerifier.start(vertx, config.auth(), clock))
                .onSuccess(verifier -> jwts = verifier)
                .compose(v -> joinOthers())
                .onSuccess(v -> ai = new AiWiring(vertx, config, membership.node(), bus, store, clock))
                .compose(v -> vertx.deployVerticle(ai.verticle(meters)))
                .onSuccess(id -> aiDeployment = id)
                .compose(v -> host().start())
                .onSuccess(v -> hosting = true)
                .compose(v -> new NodeRelay(bus).start(vertx, membership.node()))
                .compose(v -> openDoors())
                .compose(v -> takeRooms());
    }

    private Future<Void> openStore() {
        if (config.store().isPostgres()) {
            return (config.cluster().enabled()
                            ? PostgresStore.open(vertx, config.store(), meters)
                            : PostgresStore.openAlone(vertx, config.store(), meters))
                    .onSuccess(opened -> {
                        store = opened;
                        leases = opened.leases();
                    })
                    .mapEmpty();
        }
        return SqliteStore.open(vertx, config.store(), meters)
                .onSuccess(opened -> store = opened)
                .mapEmpty();
    }

    /** In a cluster: takes this node's lease, and from then on messages find their way. */
    private Future<Void> joinOthers() {
        if (cluster == null) {
            return Future.succeededFuture();
        }
        String node = membership.node();
        // Whatever holds up the other event loops must not cost this node its lease.
        leaseLoop = DedicatedLoops.make(1);
        keeper = new LeaseKeeper(
                leaseLoop,
                membership,
                leases,
                config.cluster(),
                config.http().eventLoops(),
                cluster::bus,
                () -> bus.publish(Addresses.NODES, new NodeEvent.Changed(node)),
                other -> bus.request(Addresses.host(other), new HostCommand.Ping(), PING),
                clock);
        cluster.route(membership, directory::awake, keeper::hears);
        if (config.cluster().members().isEmpty()) {
            vertx.setPeriodic(SHOW_ADDRESS_EVERY_MS, t -> AddressBook.enter(
                            config.store(), config.cluster().address())
                    .onFailure(e -> {})); // the store says so in its health
        }
        return bus.subscribe(Addresses.NODES, changed -> keeper.look()).ready().compose(v -> keeper.start());
    }

    /** Everything else is up: rooms may come. In a cluster only after this node has heard of all others once. */
    private Future<Void> takeRooms() {
        return cluster == null
                ? host.resumeAnswers()
                : new PresenceQuery(bus, membership).users(List.of()).compose(v -> keeper.enterRing());
    }

    /** The library would find out when it listens, and not say whose fault it is. */
    private Future<Void> checkCertificate() {
        HttpConfig.Tls tls = config.http().tls();
        if (tls.enabled()) {
            try {
                Gateway.keyPair(tls).getKeyManagerFactory(vertx);
            } catch (Exception e) {
                String found = tls.certificate() + " and " + tls.key();
                return Future.failedFuture(new InvalidConfig(
                        "http.tls",
                        "must be files with a PEM certificate and its key, was " + found + " ("
                                + e.getClass().getSimpleName() + ")"));
            }
        }
        return Future.succeededFuture();
    }

    private RoomHost host() {
        RoomSettings settings = new RoomSettings(
                bus,
                store,
                config.limits(),
                config.rooms(),
                config.ai(),
                new Assistants(config.assistants()),
                new AnswerQuota(config.limits()),
                new TokenQuota(store::usage, config.limits()),
                membership,
                directory,
                clock,
                ids);
        host = new RoomHost(vertx, settings);
        meters.rooms(host::active);
        meters.connections(admission::connections);
        return host;
    }

    private Future<Void> openDoors() {
        ReservedNames reserved = ReservedNames.of(config.assistants());
        SessionTokens sessionTokens = new SessionTokens(store, config.auth(), new SecureRandom(), clock, reserved);
        vertx.setPeriodic(
                EXPIRE_SESSIONS_EVERY_MS,
                t -> sessionTokens.expire(Instant.now(clock)).onFailure(e -> {})); // the store says so in its health
        GatewaySettings settings = new GatewaySettings(
                config,
                membership,
                directory,
                bus,
                store,
                new TokenAuthenticator(jwts, sessionTokens, reserved),
                sessionTokens,
                admission,
                new KeyedRate(() -> new TokenBucket(config.limits().sessions()), ADDRESSES_MAX),
                meters.registry(),
                meters,
                meters,
                Assets.load(),
                clock,
                ids);
        for (String gatewayName :
                LiveNode.gatewayNames(membership.node(), config.http().eventLoops())) {
            gateways.add(new Gateway(settings, gatewayName));
        }
        // As one deployment: only so do they share a port that the system chose.
        Iterator<Gateway> next = gateways.iterator();
        return vertx.deployVerticle(next::next, new DeploymentOptions().setInstances(gateways.size()))
                .mapEmpty();
    }

    /** What it knows of the cluster. */
    public Membership membership() {
        return membership;
    }

    /** For who embeds a node: from the event bus of any, {@code room.<room>} is reached wherever it lives. */
    public Vertx vertx() {
        return vertx;
    }

    /** The port it listens on. */
    public int port() {
        return gateways.get(0).port();
    }

    /** This node as a browser on this machine reaches it, whatever {@code http.publicUrl} others know it by. */
    public String url() {
        String scheme = config.http().tls().enabled() ? "https" : "http";
        return scheme + "://localhost:" + port();
    }

    /**
     * Stops gracefully: no newcomers, rooms handed over to other nodes, connections closed over {@code drain.window}, what
     * was accepted is stored.
     */
    public Future<Void> drain() {
        admission.drain();
        long windowMs = config.drain().window().toMillis();
        List<Future<Void>> drained = new ArrayList<>();
        // Others are there already; alone, its clients wait for it to come back.
        boolean hasPeers = hasPeers();
        long backMs = hasPeers ? Math.min(windowMs, BACK_MS) : windowMs;
        if (hasPeers) {
            drained.add(keeper.leaveRing().compose(v -> host.emptied(Math.max(windowMs, HAND_OVER_MS))));
        }
        gateways.forEach(gateway -> drained.add(gateway.drain(windowMs, backMs)));
        Promise<Void> stopped = Promise.promise();
        Future.join(drained).onComplete(v -> abandon().onComplete(stopped));
        return stopped.future();
    }

    /** The last node keeps its rooms to the end. */
    private boolean hasPeers() {
        return membership.view().othersTakeRooms(membership.node());
    }

    /** Stops at once; what was acknowledged is stored. Asked again it gives the same answer. */
    public synchronized Future<Void> abandon() {
        if (abandoned == null) {
            abandoned = stop();
        }
        return abandoned;
    }

    private Future<Void> stop() {
        if (jwts != null) {
            jwts.close();
        }
        Future<Void> left = keeper == null ? Future.succeededFuture() : keeper.quit();
        Future<Void> tools = ai == null ? Future.succeededFuture() : ai.close();
        // Before the store and the connections to models: what is still under way would take their end for a fault.
        Future<Void> rooms = hosting ? host.stop() : Future.succeededFuture();
        Future<Void> answers =
                rooms.compose(v -> aiDeployment == null ? Future.succeededFuture() : vertx.undeploy(aiDeployment));
        Future<Void> closed = Future.join(left, tools, answers)
                .otherwiseEmpty()
                .compose(v -> store == null ? Future.succeededFuture() : store.close());
        // Of no context: those of this node end before it is completed.
        Promise<Void> stopped = Promise.promise();
        closed.eventually(() -> leaseLoop == null ? Future.succeededFuture() : leaseLoop.close())
                .onComplete(v -> vertx.close().onComplete(stopped));
        return stopped.future();
    }
}
