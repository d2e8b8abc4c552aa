package dev.parley;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.access.Action;
import dev.parley.capability.ApiResources;
import dev.parley.capability.Capabilities;
import dev.parley.capability.Capability;
import dev.parley.capability.CapabilityPart;
import dev.parley.capability.CapabilityPart.Place;
import dev.parley.capability.Contribution;
import dev.parley.capability.FrameReply;
import dev.parley.capability.FrameType;
import dev.parley.capability.HttpReply;
import dev.parley.capability.HttpRoute;
import dev.parley.capability.Migrations;
import dev.parley.capability.guestbook.GuestBook;
import dev.parley.cli.CommandTree;
import dev.parley.cli.ProcessIo;
import dev.parley.store.Table;
import dev.parley.testing.TestConfig;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node whose capability cannot start says why in one line, and exits with 2. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a node that starts after all serves for ever
class BadCapabilityTest {
    @TempDir
    Path folder;

    private String fault(Map<String, String> environment, Capability... capabilities) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of(
                "PARLEY_AUTH_SECRET", TestConfig.SECRET, "PARLEY_STORE_URL", "sqlite:" + folder.resolve("parley.db")));
        all.putAll(environment);
        StringWriter err = new StringWriter();
        NodeProcess starter =
                new NodeProcess(new PrintWriter(new StringWriter()), new Capabilities(List.of(capabilities)));
        int status = CommandTree.run(
                new ProcessIo(
                        all, new PrintWriter(new StringWriter()), new PrintWriter(err), () -> Instant.EPOCH, starter),
                "-conf",
                "conf/test.json");
        assertEquals(2, status, err::toString);
        List<String> lines = err.toString().lines().toList();
        assertEquals(1, lines.size(), lines::toString);
        return lines.get(0);
    }

    private static Capability adding(String name, Contribution contribution) {
        return Capability.of(name, services -> contribution);
    }

    private static FrameType frame(String type) {
        return new FrameType(type, Action.SAY, 100, call -> Future.succeededFuture(new FrameReply.Done(0, 0, false)));
    }

    private static HttpRoute route(String path) {
        return HttpRoute.get(path, call -> Future.succeededFuture(HttpReply.ok(new JsonObject())));
    }

    @Test
    void aWrongValueOfItsSection() throws Exception {
        assertEquals(
                "config guestbook.signatures: must be 1–100000, was 0",
                fault(Map.of("PARLEY_GUESTBOOK_SIGNATURES", "0"), GuestBook.DESCRIPTION));
        assertEquals(
                "config guestbook.signatures: must be a whole number, was \"many\"",
                fault(Map.of("PARLEY_GUESTBOOK_SIGNATURES", "many"), GuestBook.DESCRIPTION));
    }

    @Test
    void aSectionOfNoCapabilityAndAVariableThatIsNotSet() throws Exception {
        Path file = Files.writeString(
                folder.resolve("c.json"), "{\"guestbok\": {}, \"guestbook\": {\"signatures\": \"${MANY}\"}}");
        StringWriter err = new StringWriter();
        NodeProcess starter =
                new NodeProcess(new PrintWriter(new StringWriter()), new Capabilities(List.of(GuestBook.DESCRIPTION)));
        int status = CommandTree.run(
                new ProcessIo(
                        Map.of("PARLEY_AUTH_SECRET", TestConfig.SECRET),
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(err),
                        () -> Instant.EPOCH,
                        starter),
                "-conf",
                file.toString());
        assertEquals(2, status);
        assertTrue(err.toString().startsWith("config guestbok: unknown key"), err.toString());
        assertTrue(err.toString().contains("did you mean guestbook?"), err.toString());
        assertTrue(err.toString().contains("config guestbook.signatures: names the variable MANY"), err.toString());
    }

    @Test
    void aMigrationThatTheDatabaseRefuses() throws Exception {
        Migrations wrong = new Migrations(List.of("dev/parley/capability/guestbook/guestbook.json"), List.of());
        Capability capability =
                adding("bad", Contribution.NONE).withTables(wrong, new Table("bad", List.of("room"), List.of()));
        String fault = fault(Map.of(), capability);
        assertTrue(fault.startsWith("config store.url: ") && fault.contains("bad"), fault);
    }

    @Test
    void aMigrationThatIsNotThere() throws Exception {
        Migrations missing = new Migrations(List.of("nowhere.sql"), List.of());
        Capability capability =
                adding("bad", Contribution.NONE).withTables(missing, new Table("bad", List.of("room"), List.of()));
        assertEquals(
                "config bad: the capability cannot start: nowhere.sql is not on the class path",
                fault(Map.of(), capability));
    }

    @Test
    void aStartThatFails() throws Exception {
        CapabilityPart part = new CapabilityPart(
                "clock",
                Place.ABOVE_ROOMS,
                () -> Future.failedFuture(new IllegalStateException("no clock")),
                Future::succeededFuture);
        String fault = fault(Map.of(), adding("bad", Contribution.NONE.withParts(List.of(part))));
        assertTrue(fault.startsWith("config bad: the capability cannot start: ") && fault.endsWith("no clock"), fault);
        String thrown = fault(Map.of(), Capability.of("bad", services -> {
            throw new IllegalStateException("nothing to open");
        }));
        assertTrue(thrown.endsWith("nothing to open"), thrown);
    }

    @Test
    void aDescriptionThatIsNotThereOrDescribesWhatIsThere() throws Exception {
        assertEquals(
                "config bad: the capability cannot start: java.io.IOException: nowhere.json is not on the class path",
                fault(Map.of(), describedBy("nowhere.json")));
        String twice = fault(Map.of(), describedBy("api/openapi.json"));
        assertTrue(twice.startsWith("config capabilities: api/openapi.json: "), twice);
        assertTrue(twice.endsWith(" is described already; a fragment can only add to the description"), twice);
    }

    private static Capability describedBy(String resource) {
        return adding("bad", Contribution.NONE).withApi(new ApiResources(List.of(resource), List.of()));
    }

    @Test
    void aRouteOfTheCore() throws Exception {
        Contribution taken = Contribution.NONE.withRoutes(List.of(route("/api/rooms/{name}/messages")));
        assertEquals(
                "config bad: the capability cannot start: it adds the route /api/rooms/{name}/messages, which is there"
                        + " already",
                fault(Map.of(), adding("bad", taken)));
    }

    @Test
    void whatIsThereAlready() throws Exception {
        Contribution sign = Contribution.NONE.withFrames(List.of(frame("sign")));
        assertTrue(fault(Map.of(), adding("one", sign), adding("two", sign)).contains("the type of frames sign"));
        Contribution core = Contribution.NONE.withFrames(List.of(frame("message")));
        assertTrue(fault(Map.of(), adding("one", core)).contains("the type of frames message"));
        Contribution path = Contribution.NONE.withRoutes(List.of(route("/api/notes")));
        assertTrue(fault(Map.of(), adding("one", path), adding("two", path)).contains("the route GET /api/notes"));
    }
}
