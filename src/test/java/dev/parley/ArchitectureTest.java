package dev.parley;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.parley.messages.Principal;
import dev.parley.messages.RoomCommand;
import dev.parley.model.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The layout that {@code package-info.java}s tell of. Arrows point down, and each library has its place. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.parley");

    /** The layers, top to bottom, each with those that may use it; whoever is not named here may use only what is below. */
    @Test
    void arrowsPointDown() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("api")
                .definedBy("dev.parley.api..")
                .layer("wiring")
                .definedBy("dev.parley")
                .layer("cli")
                .definedBy("dev.parley.cli..")
                .layer("bench")
                .definedBy("dev.parley.bench..")
                .layer("metrics")
                .definedBy("dev.parley.metrics..")
                .layer("gateway")
                .definedBy("dev.parley.gateway..")
                .layer("room")
                .definedBy("dev.parley.room..")
                .layer("ai")
                .definedBy("dev.parley.ai..")
                .layer("capabilities")
                .definedBy("dev.parley.capability.(*)..")
                .layer("capability")
                .definedBy("dev.parley.capability")
                .layer("access")
                .definedBy("dev.parley.access..")
                .layer("auth")
                .definedBy("dev.parley.auth..")
                .layer("store")
                .definedBy("dev.parley.store..")
                .layer("cluster")
                .definedBy("dev.parley.cluster..")
                .layer("limit")
                .definedBy("dev.parley.limit..")
                .layer("messages")
                .definedBy("dev.parley.messages..")
                .layer("contract")
                .definedBy("dev.parley.contract..")
                .layer("model")
                .definedBy("dev.parley.model..")
                .layer("reading")
                .definedBy("dev.parley.config.reading..")
                .layer("config")
                .definedBy("dev.parley.config")
                .layer("bus")
                .definedBy("dev.parley.bus..")
                .layer("json")
                .definedBy("dev.parley.json..")
                .layer("time")
                .definedBy("dev.parley.time..")
                .whereLayer("api")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("api")
                .mayOnlyAccessLayers("wiring")
                .whereLayer("wiring")
                .mayOnlyBeAccessedByLayers("api")
                .whereLayer("cli")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("bench")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("metrics")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("gateway")
                .mayOnlyBeAccessedByLayers("wiring", "metrics")
                .whereLayer("room")
                .mayOnlyBeAccessedByLayers("wiring", "metrics")
                .whereLayer("ai")
                .mayOnlyBeAccessedByLayers("wiring", "metrics")
                .whereLayer("capabilities")
                .mayOnlyBeAccessedByLayers("wiring")
                .whereLayer("capability")
                .mayOnlyBeAccessedByLayers("wiring", "metrics", "gateway", "room", "capabilities")
                .whereLayer("access")
                .mayOnlyBeAccessedByLayers("wiring", "gateway", "room", "capability", "capabilities")
                .whereLayer("access")
                .mayOnlyAccessLayers("messages", "model")
                .whereLayer("auth")
                .mayOnlyBeAccessedByLayers("wiring", "cli", "gateway", "capability", "capabilities")
                .whereLayer("store")
                .mayOnlyBeAccessedByLayers(
                        "wiring", "metrics", "gateway", "room", "ai", "auth", "capability", "capabilities")
                .whereLayer("cluster")
                .mayOnlyBeAccessedByLayers("wiring", "gateway", "room", "store", "capability", "capabilities")
                .whereLayer("limit")
                .mayOnlyBeAccessedByLayers("wiring", "gateway", "room")
                .whereLayer("messages")
                .mayOnlyBeAccessedByLayers(
                        "wiring",
                        "metrics",
                        "gateway",
                        "room",
                        "ai",
                        "store",
                        "cluster",
                        "auth",
                        "access",
                        "capability",
                        "capabilities")
                .whereLayer("contract")
                .mayOnlyBeAccessedByLayers("wiring", "metrics", "gateway", "room", "auth", "messages")
                .whereLayer("reading")
                .mayOnlyBeAccessedByLayers("wiring", "cli")
                .whereLayer("bench")
                .mayNotAccessAnyLayer()
                .whereLayer("model")
                .mayOnlyAccessLayers("json", "time")
                .whereLayer("contract")
                .mayOnlyAccessLayers("model", "json")
                .whereLayer("messages")
                .mayOnlyAccessLayers("contract", "model", "json", "bus", "time")
                .whereLayer("bus")
                .mayOnlyAccessLayers("model")
                .whereLayer("config")
                .mayOnlyAccessLayers("model")
                .whereLayer("json")
                .mayOnlyAccessLayers("model")
                .whereLayer("time")
                .mayNotAccessAnyLayer()
                .check(CLASSES);
    }

    /** Each package by itself, also those below {@code gateway}, {@code ai} and {@code store}. */
    @Test
    void noCycles() {
        slices().matching("dev.parley.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    /**
     * Nobody else compares roles, or asks whose a room is. {@code auth} reads roles; commands tell nodes of earlier
     * builds what those know.
     */
    @Test
    void rightsAreJudgedInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.parley.access..", "dev.parley.auth..", "dev.parley.model..")
                .and(not(belongToAnyOf(RoomCommand.class, Principal.class)))
                .should()
                .accessTargetWhere(describe("the target tells a right", ArchitectureTest::tellsRight))
                .check(CLASSES);
    }

    private static boolean tellsRight(JavaAccess<?> access) {
        boolean isConstant =
                access instanceof JavaFieldAccess && access.getTargetOwner().isEquivalentTo(Role.class);
        return isConstant
                || List.of("Role.moderates", "Role.serves", "AssistantRooms.ownedBy", "RoomPatterns.denied")
                        .contains(access.getTargetOwner().getSimpleName() + "." + access.getName());
    }

    /** A capability is one folder and one line: deleting both removes it. */
    @Test
    void onlyTheWiringNamesACapability() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.parley.capability.*..")
                .and()
                .doNotHaveFullyQualifiedName("dev.parley.CapabilityWiring")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.parley.capability.*..")
                .check(CLASSES);
        slices().matching("dev.parley.capability.(*)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }

    @Test
    void oneUserOfTheEventBus() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.parley.bus")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx.core.eventbus..")
                .check(CLASSES);
    }

    /** Beside the sockets: frames that are shared, address blocks, reason phrases, and who waits on which event loop. */
    @Test
    void nettyIsUnderTheSockets() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.parley.gateway.socket")
                .and(not(simpleName("SharedFrame")
                        .or(simpleName("SharedFrames"))
                        .or(simpleName("ClientAddress"))
                        .or(simpleName("Problem"))
                        .or(simpleName("ReplyDelivery"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
    }

    /** What programs outside of this project compile against names nothing of the inside. */
    @Test
    void theApiShowsTypesOfVertxAlone() {
        noMethods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage("dev.parley.api..")
                .should()
                .haveRawReturnType(resideInAPackage("dev.parley..").and(not(resideInAPackage("dev.parley.api.."))))
                .orShould()
                .haveRawParameterTypes(
                        anyElementThat(resideInAPackage("dev.parley..").and(not(resideInAPackage("dev.parley.api..")))))
                .check(CLASSES);
    }

    /** The rules of a room, and its shared state, are tested without a server. */
    @Test
    void rulesKnowNoVertx() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.parley.room.rules..", "dev.parley.room.state..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("io.vertx..").and(not(belongToAnyOf(JsonObject.class, JsonArray.class))))
                .check(CLASSES);
    }

    @Test
    void sqlIsInTheStore() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.parley.store.sqlite")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..")
                .check(CLASSES);
    }

    @Test
    void postgresIsInItsStore() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.parley.store.postgres")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.pgclient..", "io.vertx.sqlclient..")
                .check(CLASSES);
    }

    @Test
    void oneWayToLog() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(CLASSES);
    }

    @Test
    void onlyTheProcessSpeaks() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.parley.cli")
                .and()
                .doNotHaveFullyQualifiedName("dev.parley.Main")
                .should(ACCESS_STANDARD_STREAMS)
                .check(CLASSES);
    }
}
