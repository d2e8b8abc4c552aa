package dev.parley;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** The layout that {@code package-info.java}s tell of. Arrows point down, and each library has its place. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.parley");

    @Test
    void arrowsPointDown() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
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
                .layer("auth")
                .definedBy("dev.parley.auth..")
                .layer("store")
                .definedBy("dev.parley.store..")
                .layer("cluster")
                .definedBy("dev.parley.cluster..")
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
                .whereLayer("bench")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("bench")
                .mayNotAccessAnyLayer()
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
                .whereLayer("cluster")
                .mayOnlyBeAccessedByLayers("wiring", "gateway", "room", "store")
                .whereLayer("limit")
                .mayOnlyBeAccessedByLayers("wiring", "gateway", "room")
                .whereLayer("protocol")
                .mayNotAccessAnyLayer()
                .whereLayer("bus")
                .mayNotAccessAnyLayer()
                .whereLayer("config")
                .mayNotAccessAnyLayer()
                .ignoreDependency(resideInAnyPackage("dev.parley.protocol"), resideInAnyPackage("dev.parley.bus"))
                .check(CLASSES);
    }

    /** Each package by itself, also those below {@code gateway}, {@code ai} and {@code store}. */
    @Test
    void noCycles() {
        slices().matching("dev.parley.(**)").should().beFreeOfCycles().check(CLASSES);
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
                        .or(simpleName("Caller"))
                        .or(simpleName("Problem"))
                        .or(simpleName("Delivery"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
    }

    /** The rules of a room are tested without a server. */
    @Test
    void rulesKnowNoVertx() {
        noClasses()
                .that()
                .resideInAPackage("dev.parley.room")
                .and(simpleName("Room")
                        .or(simpleName("Presence"))
                        .or(simpleName("Typists"))
                        .or(simpleName("Assistants"))
                        .or(simpleName("Answer")))
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
