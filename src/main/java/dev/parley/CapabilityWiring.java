package dev.parley;

import dev.parley.access.Access;
import dev.parley.capability.Capabilities;
import dev.parley.capability.Capability;
import dev.parley.capability.CapabilityPart;
import dev.parley.capability.CapabilityServices;
import dev.parley.capability.Contribution;
import dev.parley.capability.Contributions;
import dev.parley.capability.Migrations;
import dev.parley.capability.Owned;
import dev.parley.capability.turns.TurnsCapability;
import dev.parley.config.InvalidConfig;
import dev.parley.contract.FrameReader;
import dev.parley.gateway.http.route.ApiDocuments;
import dev.parley.gateway.http.route.ApiFragment;
import dev.parley.store.Store;
import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of a {@link Node} that opens its capabilities and hands each what it needs. The only place that names one.
 * A capability that cannot start is a fault of its section, in one line.
 */
final class CapabilityWiring {
    /** Every capability of a node, one line each. */
    static final Capabilities ALL = new Capabilities(List.of(TurnsCapability.DESCRIPTION));

    private static final Logger LOG = LoggerFactory.getLogger(CapabilityWiring.class);

    private final Foundation base;
    private final Store store;
    private final Access access;
    private final CapabilityBus bus;
    private final ApiDocuments documents;
    private final Contributions contributions;

    /**
     * Brings the tables of capabilities to their present versions, then opens each. Fails with an {@link InvalidConfig}
     * when one of them cannot be opened.
     */
    static Future<CapabilityWiring> open(Foundation base, Store store, Access access, Capabilities capabilities) {
        Future<Void> migrated = Future.succeededFuture();
        for (Capability capability : capabilities.all()) {
            migrated = migrated.compose(v -> migrate(base, store, capability));
        }
        return migrated.compose(v -> base.vertx().executeBlocking(() -> describe(capabilities)))
                .compose(documents -> {
                    try {
                        return Future.succeededFuture(
                                new CapabilityWiring(base, store, access, capabilities, documents));
                    } catch (InvalidConfig e) {
                        return Future.failedFuture(e);
                    }
                });
    }

    private static ApiDocuments describe(Capabilities capabilities) throws InvalidConfig {
        List<ApiFragment> openApi = new ArrayList<>();
        List<ApiFragment> asyncApi = new ArrayList<>();
        for (Capability capability : capabilities.all()) {
            try {
                capability.api().openApi().forEach(resource -> openApi.add(ApiFragment.ofResource(resource)));
                capability.api().asyncApi().forEach(resource -> asyncApi.add(ApiFragment.ofResource(resource)));
            } catch (UncheckedIOException | DecodeException e) {
                throw cannotStart(capability, e);
            }
        }
        try {
            return ApiDocuments.load(openApi, asyncApi);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfig("capabilities", e.getMessage());
        }
    }

    private static Future<Void> migrate(Foundation base, Store store, Capability capability) {
        Migrations migrations = capability.migrations();
        List<String> names = base.config().store().isPostgres() ? migrations.postgres() : migrations.sqlite();
        if (names.isEmpty()) {
            return Future.succeededFuture();
        }
        return base.vertx()
                .executeBlocking(
                        () -> names.stream().map(CapabilityWiring::script).toList())
                .recover(e -> Future.failedFuture(cannotStart(capability, e)))
                .compose(scripts -> store.migrate(capability.name(), scripts));
    }

    private static String script(String resource) {
        try (InputStream in = CapabilityWiring.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException(resource + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Throws {@link InvalidConfig} when a capability cannot be opened. */
    private CapabilityWiring(
            Foundation base, Store store, Access access, Capabilities capabilities, ApiDocuments documents)
            throws InvalidConfig {
        this.documents = documents;
        this.base = base;
        this.store = store;
        this.access = access;
        this.bus = new CapabilityBus(base.bus(), base.node(), this::contributions);
        List<Owned<Contribution>> open = new ArrayList<>();
        for (Capability capability : capabilities.all()) {
            open.add(new Owned<>(capability, open(capability)));
        }
        try {
            this.contributions = new Contributions(open, FrameReader.TYPES, base.membership()::level);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfig("capabilities", e.getMessage());
        }
    }

    private Contribution open(Capability capability) throws InvalidConfig {
        try {
            return capability.open().apply(services(capability));
        } catch (RuntimeException e) {
            throw cannotStart(capability, e);
        }
    }

    private CapabilityServices services(Capability capability) {
        return new CapabilityServices(
                base.vertx(),
                base.config().sections(),
                base.config().limits(),
                store.database(),
                store.history(),
                store.turns(),
                access,
                base.node(),
                bus.messages(capability),
                bus.rooms(capability),
                base.meters().capability(capability.name()),
                base.clock(),
                base.ids());
    }

    /** The API of the core and theirs. */
    ApiDocuments documents() {
        return documents;
    }

    /** What they add to the node. */
    Contributions contributions() {
        return contributions;
    }

    /** Their parts that start at this place, as one part of the node. */
    Part part(CapabilityPart.Place place) {
        Parts own = new Parts();
        List<Part> list =
                contributions.parts(place).stream().map(CapabilityWiring::part).toList();
        return new Part("capabilities", () -> own.start(list), own::stop);
    }

    private static Part part(Owned<CapabilityPart> owned) {
        CapabilityPart part = owned.what();
        return new Part(part.name(), () -> started(owned), part.stop());
    }

    private static Future<Void> started(Owned<CapabilityPart> owned) {
        Future<Void> started;
        try {
            started = owned.what().start().get();
        } catch (RuntimeException e) {
            started = Future.failedFuture(e);
        }
        return started.recover(e -> Future.failedFuture(cannotStart(owned.capability(), e)));
    }

    private static InvalidConfig cannotStart(Capability capability, Throwable failure) {
        LOG.debug("the capability {} cannot start", capability.name(), failure);
        return failure instanceof InvalidConfig invalid
                ? invalid
                : new InvalidConfig(capability.name(), "the capability cannot start: " + text(failure));
    }

    private static String text(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    /** Serves what capabilities of other nodes ask and tell. */
    Future<Void> listen() {
        return bus.listen();
    }
}
