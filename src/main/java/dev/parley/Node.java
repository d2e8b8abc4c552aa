package dev.parley;

import dev.parley.access.Access;
import dev.parley.auth.JwtVerifier;
import dev.parley.auth.ReservedNames;
import dev.parley.auth.SessionTokens;
import dev.parley.auth.TokenAuthenticator;
import dev.parley.capability.Capabilities;
import dev.parley.capability.CapabilityPart;
import dev.parley.cluster.AdvertisedAddress;
import dev.parley.cluster.LeaseKeeper;
import dev.parley.cluster.LiveNode;
import dev.parley.cluster.Membership;
import dev.parley.config.Config;
import dev.parley.config.InvalidConfig;
import dev.parley.gateway.Gateway;
import dev.parley.gateway.GatewaySettings;
import dev.parley.gateway.connection.Admission;
import dev.parley.gateway.fanout.NodeRelay;
import dev.parley.gateway.fanout.RemovalWatch;
import dev.parley.gateway.http.route.Assets;
import dev.parley.gateway.http.route.PresenceQuery;
import dev.parley.limit.KeyedRate;
import dev.parley.limit.TokenBucket;
import dev.parley.metrics.Meters;
import dev.parley.room.RoomHost;
import dev.parley.room.lifecycle.RoomSettings;
import dev.parley.room.quota.AnswerQuota;
import dev.parley.room.quota.TokenQuota;
import dev.parley.room.retention.RetentionChore;
import dev.parley.room.rules.Assistants;
import dev.parley.store.Store;
import dev.parley.time.Monotonic;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One node, and all of its wiring on one page: {@link #on} opens what the parts stand on, the constructor makes the
 * parts, and {@link #run} is the list in which they start. They stop in the opposite order, so rooms end before the
 * assistants, and the store ends after both; then the {@link NodeVerticle} ends, and Vert.x if it is the node's own.
 * Started and stopped from any thread.
 */
public final class Node {
    private static final int ADDRESSES_MAX = 100_000;
    private static final long EXPIRE_SESSIONS_EVERY_MS = 60_000;
    private static final long BACK_MS = 500;
    private static final long HAND_OVER_MS = 3000;

    private final Foundation base;
    private final Parts parts;
    private final Parts whole;
    private final int schema;
    private final Admission admission;
    private final SessionTokens sessions;
    private final CapabilityWiring capabilities;
    private final AiWiring ai;
    private final RoomHost host;
    private final RetentionChore retention;
    private final RemovalWatch removals;
    private final List<Gateway> gateways;
    private final ProcessMetersPart processMeters;
    /** Absent for a node without others. */
    private final Optional<LeaseKeeper> keeper;

    /** Starts a node; completes once it accepts connections. A node that could not start leaves nothing behind. */
    public static Future<Node> start(Config configured) {
        return start(configured, CapabilityWiring.ALL);
    }

    /** The same with these capabilities, whose sections the configuration was read with. */
    public static Future<Node> start(Config configured, Capabilities capabilities) {
        Config config;
        try {
            config = configured.withCluster(AdvertisedAddress.resolve(configured.cluster()));
        } catch (InvalidConfig e) {
            return Future.failedFuture(e);
        }
        return NodeVertx.start(config).compose(place -> in(place, config, capabilities));
    }

    /** The same in a Vert.x that is there; the cluster's host is an address. */
    static Future<Node> in(NodeVertx place, Config config, Capabilities capabilities) {
        Vertx vertx = place.vertx();
        Parts whole = new Parts();
        NodeVerticle verticle = new NodeVerticle(place, config, capabilities, whole);
        Promise<Node> started = Promise.promise();
        whole.open("Vert.x", () -> Future.succeededFuture(place), NodeVertx::close)
                .compose(v -> whole.open("verticle", () -> vertx.deployVerticle(verticle), vertx::undeploy))
                .compose(v -> whole.open("parts", () -> Future.succeededFuture(verticle), NodeVerticle::stopParts))
                .map(NodeVerticle::node)
                .onSuccess(started::complete)
                .onFailure(e -> verticle.stopGround().eventually(whole::stop).onComplete(v -> started.fail(e)));
        return started.future();
    }

    /** On the context of the node's verticle. */
    static Future<Node> on(Foundation base, Capabilities capabilities, Parts parts, Parts whole) {
        Config config = base.config();
        Vertx vertx = base.vertx();
        return TlsFiles.check(vertx, config.http().tls())
                .compose(v -> parts.open(
                        "store",
                        () -> OpenedStore.open(
                                vertx,
                                config.store(),
                                config.cluster().enabled(),
                                base.meters().store()),
                        opened -> opened.store().close()))
                .compose(opened -> parts.open(
                                "keys", () -> JwtVerifier.start(vertx, config.auth(), base.clock()), Node::closeKeys)
                        .compose(jwts -> on(base, capabilities, parts, whole, opened, jwts)));
    }

    private static Future<Node> on(
            Foundation base,
            Capabilities capabilities,
            Parts parts,
            Parts whole,
            OpenedStore opened,
            JwtVerifier jwts) {
        Access access = Access.by(new StoredStandings(opened.store().rosters(), base.clock()), Monotonic::millis);
        return CapabilityWiring.open(base, opened.store(), access, capabilities).compose(wired -> base.vertx()
                .executeBlocking(() -> new Node(base, parts, whole, opened, jwts, access, wired)));
    }

    private static Future<Void> closeKeys(JwtVerifier jwts) {
        jwts.close();
        return Future.succeededFuture();
    }

    private Node(
            Foundation base,
            Parts parts,
            Parts whole,
            OpenedStore opened,
            JwtVerifier jwts,
            Access access,
            CapabilityWiring capabilities) {
        Config config = base.config();
        Store store = opened.store();
        ReservedNames reserved = ReservedNames.of(config.assistants());
        this.base = base;
        this.parts = parts;
        this.whole = whole;
        this.schema = opened.schema();
        this.capabilities = capabilities;
        this.admission = new Admission(config.limits(), base.membership()::outage);
        this.keeper = base.cluster()
                .map(cluster -> cluster.keeper(base, opened.leases().orElseThrow()));
        this.ai = new AiWiring(base, store.history());
        RoomSettings rooms = roomSettings(store);
        this.host = new RoomHost(base.vertx(), rooms);
        this.retention = new RetentionChore(base.vertx(), rooms);
        this.sessions = new SessionTokens(store.sessions(), config.auth(), new SecureRandom(), base.clock(), reserved);
        this.removals =
                new RemovalWatch(store.rosters(), config.rooms().removalCheck().toMillis());
        GatewaySettings settings = gatewaySettings(store, access, new TokenAuthenticator(jwts, sessions, reserved));
        this.gateways = LiveNode.gatewayNames(base.node(), config.http().eventLoops()).stream()
                .map(name -> new Gateway(settings, name))
                .toList();
        this.processMeters = new ProcessMetersPart(base.vertx(), base.meters());
        addGauges(base.meters());
    }

    /** The parts above the store, in the order in which they start. */
    Future<Node> run() {
        return parts.start(List.of(
                        new Part("lease", this::takeLease, this::giveLeaseBack),
                        new Part("assistants", ai::start, ai::stop),
                        new Part("letters", () -> onOwnContext(capabilities::listen), Part.ENDS_WITH_VERTICLE),
                        capabilities.part(CapabilityPart.Place.BELOW_ROOMS),
                        new Part("rooms", () -> onOwnContext(host::start), host::stop),
                        capabilities.part(CapabilityPart.Place.ABOVE_ROOMS),
                        new Part(
                                "relay",
                                () -> onOwnContext(() -> new NodeRelay(base.bus()).start(base.vertx(), base.node())),
                                Part.ENDS_WITH_VERTICLE),
                        new Part(
                                "removals",
                                () -> onOwnContext(() -> removals.start(base.vertx())),
                                Part.ENDS_WITH_VERTICLE),
                        // Whoever is connected hears what became of the commands under way: gateways end last.
                        new Part("gateways", this::openGateways, Part.ENDS_WITH_VERTICLE),
                        new Part("placement", this::takeRooms, Part.ENDS_WITH_VERTICLE),
                        new Part("retention", () -> onOwnContext(retention::start), Part.ENDS_WITH_VERTICLE),
                        new Part("process meters", processMeters::start, processMeters::stop)))
                .map(this);
    }

    /** As a verticle, so that it need not share an event loop with the rest, and ends with all it has deployed. */
    private Future<Void> onOwnContext(Supplier<Future<Void>> start) {
        return base.vertx().deployVerticle(context -> start.get()).mapEmpty();
    }

    private RoomSettings roomSettings(Store store) {
        Config config = base.config();
        return new RoomSettings(
                base.bus(),
                store,
                config.limits(),
                config.rooms(),
                config.ai(),
                new Assistants(config.assistants()),
                new AnswerQuota(config.limits()),
                new TokenQuota(store.turns()::usage, config.limits()),
                base.membership(),
                base.directory(),
                capabilities.contributions(),
                base.meters().rooms(),
                ai::forget,
                base.clock(),
                base.ids());
    }

    private GatewaySettings gatewaySettings(Store store, Access access, TokenAuthenticator authenticator) {
        Config config = base.config();
        return new GatewaySettings(
                config,
                base.membership(),
                base.directory(),
                base.bus(),
                store,
                access,
                capabilities.contributions(),
                authenticator,
                sessions,
                admission,
                new KeyedRate(() -> new TokenBucket(config.limits().sessions()), ADDRESSES_MAX),
                base.meters().registry(),
                base.meters().traffic(),
                base.meters().traffic(),
                base.meters().http(),
                removals,
                Assets.load(),
                capabilities.documents(),
                base.clock(),
                base.ids());
    }

    private void addGauges(Meters meters) {
        Membership membership = base.membership();
        meters.gauge("parley.rooms", "rooms in memory", host::active);
        meters.gauge("parley.connections", "open connections", admission::connections);
        meters.gauge("parley.commands", "commands of clients that wait for their rooms", () -> gateways.stream()
                .mapToInt(Gateway::commandsInFlight)
                .sum());
        keeper.ifPresent(lease -> {
            meters.gauge(
                    "parley.lease.held", "1 while this node holds its lease", () -> membership.holdsLease() ? 1 : 0);
            meters.gauge(
                    "parley.lease.age.seconds",
                    "since the lease was renewed last",
                    () -> membership.sinceRenewalMs() / 1000.0);
            meters.gauge(
                    "parley.cluster.nodes",
                    "nodes that hold a lease",
                    () -> membership.view().nodes().size());
            meters.gauge("parley.cluster.level", "what all nodes can deal with", membership::level);
        });
    }

    private Future<Void> takeLease() {
        return keeper.map(lease -> base.cluster().orElseThrow().start(base, lease))
                .orElseGet(Future::succeededFuture);
    }

    private Future<Void> giveLeaseBack() {
        return keeper.map(LeaseKeeper::quit).orElseGet(Future::succeededFuture);
    }

    private Future<Void> openGateways() {
        base.vertx().setPeriodic(EXPIRE_SESSIONS_EVERY_MS, t -> sessions.expire(Instant.now(base.clock()))
                .onFailure(e -> {})); // the store says so in its health
        // As one deployment: only so do they share a port that the system chose.
        Iterator<Gateway> next = gateways.iterator();
        return base.vertx()
                .deployVerticle(next::next, new DeploymentOptions().setInstances(gateways.size()))
                .mapEmpty();
    }

    /** Everything else is up: rooms may come. In a cluster only after this node has heard of all others once. */
    private Future<Void> takeRooms() {
        return keeper.map(lease -> new PresenceQuery(base.bus(), base.membership())
                        .users(List.of())
                        .compose(v -> lease.enterRing()))
                .orElseGet(host::resumeAnswers);
    }

    /** What this node knows of the cluster. */
    public Membership membership() {
        return base.membership();
    }

    /**
     * For a program that embeds a node: from the event bus of any node, {@code room.<room>} is reached wherever it
     * lives.
     */
    public Vertx vertx() {
        return base.vertx();
    }

    /** The port it listens on. */
    public int port() {
        return gateways.get(0).port();
    }

    /** This node as a browser on this machine reaches it, whatever {@code http.publicUrl} others know it by. */
    public String url() {
        String scheme = base.config().http().tls().enabled() ? "https" : "http";
        return scheme + "://localhost:" + port();
    }

    /** The configuration as it applies: {@code auto} assistants have a provider. */
    Config config() {
        return base.config();
    }

    /** The version of the store's schema. */
    int schema() {
        return schema;
    }

    /** Open connections of this node. */
    int connections() {
        return admission.connections();
    }

    /** Rooms in this node's memory. */
    int rooms() {
        return host.active();
    }

    /**
     * Stops gracefully: no newcomers, rooms handed over to other nodes, connections closed over {@code drain.window},
     * what was accepted is stored.
     */
    public Future<Void> drain() {
        if (parts.isStopping()) {
            return abandon();
        }
        DrainLog log = DrainLog.begin(this);
        admission.drain();
        long windowMs = base.config().drain().window().toMillis();
        List<Future<Void>> drained = new ArrayList<>();
        // Others are there already; alone, its clients wait for it to come back.
        boolean hasPeers = hasPeers();
        long backMs = hasPeers ? Math.min(windowMs, BACK_MS) : windowMs;
        if (hasPeers) {
            keeper.ifPresent(lease ->
                    drained.add(lease.leaveRing().compose(v -> host.emptied(Math.max(windowMs, HAND_OVER_MS)))));
        }
        gateways.forEach(gateway -> drained.add(gateway.drain(windowMs, backMs)));
        Promise<Void> over = Promise.promise();
        Future.join(drained).onComplete(v -> over.tryComplete());
        parts.stopped().onComplete(v -> over.tryComplete()); // others ended the node's verticle meanwhile
        return over.future().compose(v -> {
            log.end();
            return abandon();
        });
    }

    /** The last node keeps its rooms to the end. */
    private boolean hasPeers() {
        return membership().view().othersTakeRooms(base.node());
    }

    /** Stops at once; what was acknowledged is stored. Asked again it gives the same answer. */
    public Future<Void> abandon() {
        return whole.stop();
    }
}
