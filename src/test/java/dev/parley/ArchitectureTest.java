package dev.parley;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The layout that {@code package-info.java}s tell of. Arrows point down, and each library has its place. */
@AnalyzeClasses(packages = "dev.parley", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule arrowsPointDown = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("wiring")
            .definedBy("dev.parley")
            .layer("cli")
            .definedBy("dev.parley.cli..")
            .layer("metrics")
            .definedBy("dev.parley.metrics..")
            .layer("gateway")
            .definedBy("dev.parley.gateway..")
            .layer("room")
            .definedBy("dev.parley.room..")
            .layer("ai")
            .definedBy("dev.parley.ai..")
            .layer("auth")
            .definedBy("dev.parley.auth..")
            .layer("store")
            .definedBy("dev.parley.store..")
            .layer("limit")
            .definedBy("dev.parley.limit..")
            .layer("protocol")
            .definedBy("dev.parley.protocol..")
            .layer("bus")
            .definedBy("dev.parley.bus..")
            .layer("config")
            .definedBy("dev.parley.config..")
            .whereLayer("wiring")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("cli")
            .mayOnlyBeAccessedByLayers("wiring")
            .whereLayer("metrics")
            .mayOnlyBeAccessedByLayers("wiring")
            .whereLayer("gateway")
            .mayOnlyBeAccessedByLayers("wiring", "metrics")
            .whereLayer("room")
            .mayOnlyBeAccessedByLayers("wiring", "metrics")
            .whereLayer("ai")
            .mayOnlyBeAccessedByLayers("wiring", "metrics")
            .whereLayer("auth")
            .mayOnlyBeAccessedByLayers("wiring", "cli", "gateway")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("wiring", "metrics", "gateway", "room", "ai", "auth")
            .whereLayer("limit")
            .mayOnlyBeAccessedByLayers("wiring", "gateway", "room")
            .whereLayer("protocol")
            .mayNotAccessAnyLayer()
            .whereLayer("bus")
            .mayNotAccessAnyLayer()
            .whereLayer("config")
            .mayNotAccessAnyLayer()
            .ignoreDependency(resideInAnyPackage("dev.parley.protocol"), resideInAnyPackage("dev.parley.bus"));

    /** Each package by itself, also those below {@code gateway}, {@code ai} and {@code store}. */
    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.parley.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule oneUserOfTheEventBus = noClasses()
            .that()
            .resideOutsideOfPackage("dev.parley.bus")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx.core.eventbus..");

    /** Beside the sockets: frames that are shared, address blocks, reason phrases, and who waits on which event loop. */
    @ArchTest
    static final ArchRule nettyIsUnderTheSockets = noClasses()
            .that()
            .resideOutsideOfPackage("dev.parley.gateway.socket")
            .and(not(simpleName("SharedFrame")
                    .or(simpleName("Caller"))
                    .or(simpleName("Problem"))
                    .or(simpleName("Delivery"))))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    /** The rules of a room are tested without a server. */
    @ArchTest
    static final ArchRule rulesKnowNoVertx = noClasses()
            .that()
            .resideInAPackage("dev.parley.room")
            .and(simpleName("Room")
                    .or(simpleName("Presence"))
                    .or(simpleName("Typists"))
                    .or(simpleName("Assistants"))
                    .or(simpleName("Answer")))
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage("io.vertx..").and(not(belongToAnyOf(JsonObject.class, JsonArray.class))));

    @ArchTest
    static final ArchRule sqlIsInTheStore = noClasses()
            .that()
            .resideOutsideOfPackage("dev.parley.store.sqlite")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..");

    @ArchTest
    static final ArchRule oneWayToLog =
            noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");

    @ArchTest
    static final ArchRule onlyTheProcessSpeaks = noClasses()
            .that()
            .resideOutsideOfPackage("dev.parley.cli")
            .and()
            .doNotHaveFullyQualifiedName("dev.parley.Main")
            .should(ACCESS_STANDARD_STREAMS);
}
