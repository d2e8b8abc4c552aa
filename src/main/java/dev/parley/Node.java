package dev.parley;

import dev.parley.ai.AiProvider;
import dev.parley.ai.AiVerticle;
import dev.parley.ai.builtin.BuiltinProvider;
import dev.parley.ai.openai.OpenAiProvider;
import dev.parley.auth.JwtVerifier;
import dev.parley.auth.Sessions;
import dev.parley.auth.TokenAuthenticator;
import dev.parley.bus.Bus;
import dev.parley.config.Config;
import dev.parley.config.HttpConfig;
import dev.parley.config.InvalidConfig;
import dev.parley.gateway.Gateway;
import dev.parley.gateway.GatewaySettings;
import dev.parley.gateway.session.Admission;
import dev.parley.limit.KeyedRate;
import dev.parley.limit.TokenBucket;
import dev.parley.metrics.Meters;
import dev.parley.protocol.Addresses;
import dev.parley.room.AnswerQuota;
import dev.parley.room.Assistants;
import dev.parley.room.RoomHost;
import dev.parley.room.RoomSettings;
import dev.parley.store.Store;
import dev.parley.store.sqlite.SqliteStore;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One node, and all of its wiring: what is made, in which order, and what is handed to whom. Made and closed from any
 * thread.
 */
public final class Node {
    private static final int ADDRESSES_MAX = 100_000;
    private static final int ID_BYTES = 12;
    private static final long EXPIRE_SESSIONS_EVERY_MS = 60_000;

    private final Config config;
    private final Vertx vertx;
    private final Meters meters;
    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final Supplier<String> ids = this::newId;
    private final String name = newId();
    private final Admission admission;
    private final List<String> gatewayNames;
    private final List<Gateway> gateways = new ArrayList<>();
    private Store store;
    private JwtVerifier jwts;
    private RoomHost host;

    private Node(Config config) {
        this.config = config;
        int loops = Runtime.getRuntime().availableProcessors();
        this.meters = new Meters();
        this.vertx = Vertx.builder()
                .with(new VertxOptions().setEventLoopPoolSize(loops).setMetricsOptions(busMetrics()))
                .withMetrics(new MicrometerMetricsFactory(meters.registry()))
                .build();
        this.admission = new Admission(config.limits());
        this.gatewayNames =
                IntStream.range(0, loops).mapToObj(i -> name + "." + i).toList();
    }

    private static MicrometerMetricsOptions busMetrics() {
        MicrometerMetricsOptions options = new MicrometerMetricsOptions().setEnabled(true);
        EnumSet.complementOf(EnumSet.of(MetricsDomain.EVENT_BUS)).forEach(options::addDisabledMetricsCategory);
        return options;
    }

    /** Starts a node; completes once it accepts connections. A node that could not start leaves nothing behind. */
    public static Future<Node> start(Config config) {
        Node node = new Node(config);
        Promise<Node> started = Promise.promise();
        node.run().onSuccess(v -> started.complete(node)).onFailure(e -> node.abandon()
                .onComplete(v -> started.fail(e)));
        return started.future();
    }

    private Future<Void> run() {
        Bus bus = new Bus(vertx, Addresses.FAMILIES);
        return checkCertificate()
                .compose(v -> SqliteStore.open(vertx, config.store(), meters))
                .onSuccess(opened -> store = opened)
                .compose(v -> JwtVerifier.start(vertx, config.auth(), clock))
                .onSuccess(verifier -> jwts = verifier)
                .compose(v -> vertx.deployVerticle(ai(bus)))
                .compose(v -> host(bus).start())
                .compose(v -> openDoors(bus))
                .compose(v -> host.resumeAnswers());
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

    private Deployable ai(Bus bus) {
        Map<String, AiProvider> providers =
                Map.of("builtin", new BuiltinProvider(vertx), "openai", new OpenAiProvider(vertx, config.ai()));
        return new AiVerticle(bus, store, config.ai(), config.assistants(), providers, meters);
    }

    private RoomHost host(Bus bus) {
        RoomSettings settings = new RoomSettings(
                bus,
                store,
                config.limits(),
                config.rooms(),
                config.ai(),
                new Assistants(config.assistants()),
                new AnswerQuota(config.limits()),
                gatewayNames.size(),
                clock,
                ids);
        host = new RoomHost(vertx, name, settings);
        meters.rooms(host::active);
        meters.connections(admission::connections);
        return host;
    }

    private Future<Void> openDoors(Bus bus) {
        Sessions sessions = new Sessions(store, config.auth(), random, clock);
        vertx.setPeriodic(EXPIRE_SESSIONS_EVERY_MS, t -> sessions.expire(Instant.now(clock))
                .onFailure(e -> {})); // the store says so in its health
        GatewaySettings settings = new GatewaySettings(
                config,
                name,
                gatewayNames,
                bus,
                store,
                new TokenAuthenticator(jwts, sessions),
                sessions,
                admission,
                new KeyedRate(() -> new TokenBucket(config.limits().sessions()), ADDRESSES_MAX),
                meters.registry(),
                meters,
                meters,
                clock,
                ids);
        // One after the other: with port 0 the first takes a free one, and Vert.x shares it with the others.
        Future<?> opened = Future.succeededFuture();
        for (String gatewayName : gatewayNames) {
            Gateway gateway = new Gateway(settings, gatewayName);
            gateways.add(gateway);
            opened = opened.compose(v -> vertx.deployVerticle(gateway));
        }
        return opened.mapEmpty();
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

    /** Stops gracefully: no newcomers, connections closed over {@code drain.window}, what was accepted is stored. */
    public Future<Void> drain() {
        admission.drain();
        long windowMs = config.drain().window().toMillis();
        List<Future<Void>> drained =
                gateways.stream().map(gateway -> gateway.drain(windowMs)).toList();
        Promise<Void> stopped = Promise.promise();
        Future.join(drained).onComplete(v -> abandon().onComplete(stopped));
        return stopped.future();
    }

    /** Stops at once; what was acknowledged is stored. */
    public Future<Void> abandon() {
        if (jwts != null) {
            jwts.close();
        }
        Future<Void> closed = store == null ? Future.succeededFuture() : store.close();
        // Of no context: those of this node end before it is completed.
        Promise<Void> stopped = Promise.promise();
        closed.onComplete(v -> vertx.close().onComplete(stopped));
        return stopped.future();
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
